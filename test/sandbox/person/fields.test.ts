import { expect, test } from "vitest";
import { missingFields } from "#sandbox/person/fields.ts";

const input = (block: string, element: object, more: object = {}) => ({
  type: "input",
  block_id: block,
  element: { action_id: "value", ...element },
  ...more,
});
const text = (value: string | null) => ({ value: { type: "plain_text_input", value } });

test("required inputs that are empty or missing are named", () => {
  const blocks = [
    input("window", { type: "plain_text_input" }),
    input("source", { type: "static_select" }),
    input("partners", { type: "multi_static_select" }),
    input("note", { type: "plain_text_input" }, { optional: true }),
    { type: "divider", block_id: "line" },
  ];
  const state = {
    window: text(""),
    partners: { value: { type: "multi_static_select", selected_options: [] } },
    note: text(null),
  };

  expect(Object.keys(missingFields(blocks, state))).toEqual(["window", "source", "partners"]);
});

test("texts are held to the lengths their input asks for", () => {
  const blocks = [input("month", { type: "plain_text_input", min_length: 7, max_length: 7 })];

  expect(missingFields(blocks, { month: text("2026-1") })).toEqual({
    month: "Enter at least 7 characters.",
  });
  expect(missingFields(blocks, { month: text("2026-10-1") })).toEqual({
    month: "Enter at most 7 characters.",
  });
  expect(missingFields(blocks, { month: text("2026-10") })).toEqual({});
});
