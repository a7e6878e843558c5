import type { KnownBlock } from "@slack/types";
import { expect, test } from "vitest";
import { Form, isEmpty } from "#sandbox/page/form.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });
const input = (element: object, id = "b"): KnownBlock =>
  ({ type: "input", block_id: id, label: plain("x"), element }) as KnownBlock;

test("every element with a value is in the state, with its initial one or null", () => {
  const option = { text: plain("a"), value: "a" };
  const blocks: KnownBlock[] = [
    input({ type: "plain_text_input", action_id: "t", initial_value: "x" }, "b1"),
    input({ type: "datepicker", action_id: "d" }, "b2"),
    {
      type: "actions",
      block_id: "b3",
      elements: [
        { type: "button", action_id: "press", text: plain("Press") },
        { type: "multi_static_select", action_id: "m", options: [option] },
      ],
    },
    {
      type: "section",
      block_id: "b4",
      text: plain("s"),
      accessory: {
        type: "static_select",
        action_id: "s",
        options: [option],
        initial_option: option,
      },
    },
  ];

  expect(new Form().values(blocks)).toEqual({
    b1: { t: { type: "plain_text_input", value: "x" } },
    b2: { d: { type: "datepicker", selected_date: null } },
    b3: { m: { type: "multi_static_select", selected_options: [] } },
    b4: { s: { type: "static_select", selected_option: option } },
  });
});

test("what was entered outlives an update with other initial values", () => {
  const form = new Form();
  form.enter("b", "t", { type: "plain_text_input", value: "mine" });

  const blocks = [input({ type: "plain_text_input", action_id: "t", initial_value: "theirs" })];

  expect(form.values(blocks)).toEqual({ b: { t: { type: "plain_text_input", value: "mine" } } });
});

test("what was entered in an element of another type is not given to its successor", () => {
  const form = new Form();
  form.enter("b", "t", { type: "plain_text_input", value: "mine" });

  expect(form.values([input({ type: "datepicker", action_id: "t" })])).toEqual({
    b: { t: { type: "datepicker", selected_date: null } },
  });
});

test("elements inside a container are found", () => {
  const child = input({ type: "number_input", action_id: "n", is_decimal_allowed: true });
  const block = { type: "container", title: plain("c"), child_blocks: [child] } as KnownBlock;

  expect(new Form().values([block])).toEqual({ b: { n: { type: "number_input", value: null } } });
});

test("nothing, no text and no choice are empty; zero is not", () => {
  expect(isEmpty({ type: "plain_text_input", value: null })).toBe(true);
  expect(isEmpty({ type: "multi_users_select", selected_users: [] })).toBe(true);
  expect(isEmpty({ type: "number_input", value: "0" })).toBe(false);
});
