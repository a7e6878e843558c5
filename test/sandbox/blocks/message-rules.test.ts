import { expect, test } from "vitest";
import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import {
  plain,
  section,
  options,
  many,
  actions,
  button,
  rich,
  raw,
  task,
  dataTable,
  x,
} from "./written-blocks.ts";

test.each<[fact: string, blocks: unknown, sentence: string]>([
  ["a value that is no list", { type: "divider" }, "must provide an array [json-pointer:/blocks]"],
  [
    "51 blocks",
    many(51, { type: "divider" }),
    "no more than 50 items allowed [json-pointer:/blocks]",
  ],
  [
    "tables of 10,001 characters together",
    [
      { type: "table", rows: [[raw(x(5000))]] },
      { type: "table", rows: [[raw(x(5001))]] },
    ],
    "tables must be less than 10001 characters together [json-pointer:/blocks]",
  ],
  [
    "a plan beside a task card",
    [{ type: "plan", title: "Run", tasks: [] }, task("pending")],
    "`plan` and `task_card` blocks cannot be mixed [json-pointer:/blocks]",
  ],
  [
    "12,001 characters of markdown together",
    [
      { type: "markdown", text: x(6000) },
      { type: "markdown", text: x(6001) },
    ],
    "markdown blocks must be less than 12001 characters together [json-pointer:/blocks]",
  ],
  [
    "one block id twice",
    [
      { ...section("a"), block_id: "b" },
      { ...section("c"), block_id: "b" },
    ],
    "`block_id` b is used more than once [json-pointer:/blocks]",
  ],
  [
    "one action id twice in a block",
    [actions({ ...button(), action_id: "go" }, { ...button(), action_id: "go" })],
    "`action_id` go is used more than once [json-pointer:/blocks/0]",
  ],
])("refuses %s", (_, blocks, sentence) => {
  expect(refusalOfMessage(blocks)).toEqual({
    error: "invalid_blocks",
    messages: [`[ERROR] ${sentence}`],
  });
});

test("refuses blocks that are each within their limit and too long together", () => {
  const blocks = many(5, section(x(2700)));

  expect(refusalOfMessage(blocks)).toEqual({ error: "msg_blocks_too_long", messages: [] });
});

test("takes blocks at every limit", () => {
  const blocks = [
    section(x(3000)),
    { type: "header", text: plain(x(150)) },
    actions(...many(24, button()), { type: "static_select", options: options(100) }),
    { type: "table", rows: many(100, many(20, raw("a"))) },
    dataTable(many(101, [raw("a"), { type: "raw_number", value: 1, text: "1" }])),
    { type: "plan", title: "Run", tasks: [{ ...task("error"), details: rich("Why") }] },
    ...many(44, { type: "divider" }),
  ];

  expect(refusalOfMessage(blocks)).toBeNull();
});
