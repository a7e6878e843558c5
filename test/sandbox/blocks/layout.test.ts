import { expect, test } from "vitest";
import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import {
  mrkdwn,
  plain,
  section,
  option,
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
  [
    "an unknown block",
    [{ type: "confetti" }],
    "unsupported type: confetti [json-pointer:/blocks/0/type]",
  ],
  ["a block without type", [{}], "missing required field: type [json-pointer:/blocks/0]"],
  [
    "an alert, which modals alone may hold",
    [{ type: "alert", text: plain("Look") }],
    "unsupported type: alert [json-pointer:/blocks/0/type]",
  ],
  [
    "a section of 3001 characters",
    [section(x(3001))],
    "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "an empty text",
    [section("")],
    "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a section of nothing",
    [{ type: "section" }],
    "must define either `text` or `fields` [json-pointer:/blocks/0]",
  ],
  [
    "eleven fields",
    [{ type: "section", fields: many(11, mrkdwn("a")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
  ],
  [
    "a field of 2001 characters",
    [{ type: "section", fields: [mrkdwn(x(2001))] }],
    "must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]",
  ],
  [
    "a header of 151 characters",
    [{ type: "header", text: plain(x(151)) }],
    "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
  ],
  [
    "a header in mrkdwn",
    [{ type: "header", text: mrkdwn("*a*") }],
    "must be one of: plain_text [json-pointer:/blocks/0/text/type]",
  ],
  [
    "a property Slack does not know",
    [{ type: "divider", colour: "red" }],
    "invalid additional property: colour [json-pointer:/blocks/0]",
  ],
  [
    "eleven context elements",
    [{ type: "context", elements: many(11, mrkdwn("a")) }],
    "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "26 actions",
    [actions(...many(26, button()))],
    "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
  ],
  [
    "a button of 76 characters",
    [actions(button(x(76)))],
    "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
  ],
  [
    "101 options",
    [actions({ type: "static_select", options: options(101) })],
    "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "an option whose value has 151 characters",
    [actions({ type: "static_select", options: [option("a"), { ...option("b"), value: x(151) }] })],
    "must be less than 151 characters [json-pointer:/blocks/0/elements/0/options/1/value]",
  ],
  [
    "six overflow options",
    [actions({ type: "overflow", options: options(6) })],
    "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
  ],
  [
    "an initial option that is not offered",
    [actions({ type: "static_select", options: options(2), initial_option: option("other") })],
    "initial option must be one of the options: other [json-pointer:/blocks/0/elements/0]",
  ],
  [
    "an image from nowhere",
    [{ type: "image", alt_text: "Chart" }],
    "must define either `image_url` or `slack_file` [json-pointer:/blocks/0]",
  ],
  [
    "an image without alternative text",
    [{ type: "image", image_url: "https://example.com/a.png" }],
    "missing required field: alt_text [json-pointer:/blocks/0]",
  ],
  [
    "an empty table cell",
    [{ type: "table", rows: [[raw("")]] }],
    "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
  ],
  [
    "a table of 101 rows",
    [{ type: "table", rows: many(101, [raw("a")]) }],
    "no more than 100 items allowed [json-pointer:/blocks/0/rows]",
  ],
  [
    "a table of 21 columns",
    [{ type: "table", rows: [many(21, raw("a"))] }],
    "no more than 20 items allowed [json-pointer:/blocks/0/rows/0]",
  ],
  [
    "a data table without caption",
    [{ type: "data_table", rows: many(2, [raw("a")]) }],
    "missing required field: caption [json-pointer:/blocks/0]",
  ],
  [
    "a data table of a header alone",
    [dataTable([[raw("a")]])],
    "no fewer than 2 items allowed [json-pointer:/blocks/0/rows]",
  ],
  [
    "a data table of 101 rows below its header",
    [dataTable(many(102, [raw("a")]))],
    "no more than 101 items allowed [json-pointer:/blocks/0/rows]",
  ],
  [
    "a data table with a short row",
    [dataTable([[raw("a"), raw("b")], [raw("c")]])],
    "all rows must have the same number of cells: 2 [json-pointer:/blocks/0/rows/1]",
  ],
  [
    "rich text in a data table's header",
    [dataTable([[rich("a")], [raw("b")]])],
    "header cells must not be rich_text [json-pointer:/blocks/0/rows/0/0]",
  ],
  [
    "a page of 101 rows",
    [dataTable(many(2, [raw("a")]), { page_size: 101 })],
    "must be at most 100 [json-pointer:/blocks/0/page_size]",
  ],
  [
    "a task that is completed instead of complete",
    [{ type: "plan", title: "Run", tasks: [task("completed")] }],
    "must be one of: pending, in_progress, complete, error [json-pointer:/blocks/0/tasks/0/status]",
  ],
  [
    "task details in mrkdwn",
    [{ ...task("pending"), details: { ...rich("a"), type: "mrkdwn" } }],
    "must be one of: rich_text [json-pointer:/blocks/0/details/type]",
  ],
  [
    "a container in a container",
    [
      {
        type: "container",
        title: plain("Out"),
        child_blocks: [{ type: "container", title: plain("In"), child_blocks: [section("a")] }],
      },
    ],
    "unsupported type: container [json-pointer:/blocks/0/child_blocks/0/type]",
  ],
  [
    "a card of nothing",
    [{ type: "card", subtitle: mrkdwn("a") }],
    "must define at least one of `hero_image`, `title`, `body` or `actions` [json-pointer:/blocks/0]",
  ],
  [
    "six context actions",
    [
      {
        type: "context_actions",
        elements: many(6, { type: "icon_button", icon: "trash", text: plain("a") }),
      },
    ],
    "no more than 5 items allowed [json-pointer:/blocks/0/elements]",
  ],
])("refuses %s", (_, blocks, sentence) => {
  expect(refusalOfMessage(blocks)).toEqual({
    error: "invalid_blocks",
    messages: [`[ERROR] ${sentence}`],
  });
});
