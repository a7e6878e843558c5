import { expect, test } from "vitest";
import { judgeView } from "#sandbox/blocks/view-rules.ts";

const plain = (text: string) => ({ type: "plain_text", text });
const input = { type: "input", label: plain("Window"), element: { type: "plain_text_input" } };
const modal = { type: "modal", title: plain("Run"), submit: plain("Go"), blocks: [input] };
const x = (count: number) => "x".repeat(count);

test.each<[fact: string, view: object, sentence: string]>([
  [
    "a title of 25 characters",
    { ...modal, title: plain(x(25)) },
    "must be less than 25 characters [json-pointer:/view/title/text]",
  ],
  [
    "no title",
    { ...modal, title: undefined },
    "missing required field: title [json-pointer:/view]",
  ],
  [
    "an input without submit",
    { ...modal, submit: undefined },
    "missing required field: submit [json-pointer:/view]",
  ],
  [
    "private metadata of 3001 characters",
    { ...modal, private_metadata: x(3001) },
    "must be less than 3001 characters [json-pointer:/view/private_metadata]",
  ],
  [
    "a callback id of 256 characters",
    { ...modal, callback_id: x(256) },
    "must be less than 256 characters [json-pointer:/view/callback_id]",
  ],
  [
    "101 blocks",
    { ...modal, blocks: Array.from({ length: 101 }, () => ({ type: "divider" })) },
    "no more than 100 items allowed [json-pointer:/view/blocks]",
  ],
  [
    "a markdown block, which messages alone may hold",
    { ...modal, blocks: [{ type: "markdown", text: "# a" }] },
    "unsupported type: markdown [json-pointer:/view/blocks/0/type]",
  ],
  [
    "an alert of 201 characters",
    { ...modal, blocks: [{ type: "alert", text: plain(x(201)) }] },
    "must be less than 201 characters [json-pointer:/view/blocks/0/text/text]",
  ],
  [
    "an option of 76 characters",
    {
      ...modal,
      blocks: [
        {
          ...input,
          element: { type: "static_select", options: [{ text: plain(x(76)), value: "a" }] },
        },
      ],
    },
    "must be less than 76 characters [json-pointer:/view/blocks/0/element/options/0/text/text]",
  ],
])("refuses a modal with %s", (_, view, sentence) => {
  const sent: unknown = JSON.parse(JSON.stringify(view));

  expect(judgeView(sent, "modal")).toEqual({ messages: [`[ERROR] ${sentence}`] });
});

test("takes a modal and a Home, each in its place only", () => {
  const home = { type: "home", blocks: [{ type: "divider" }] };

  expect(judgeView(modal, "modal")).toEqual({ view: modal });
  expect(judgeView(home, "home")).toEqual({ view: home });
  expect(judgeView(home, "modal")).toHaveProperty("messages");
});
