import { z } from "zod";

import { richText } from "./rich-text.ts";
import { blockId } from "./texts.ts";

const cell = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("raw_text"), text: z.string().min(1) }),
  z.strictObject({ type: z.literal("raw_number"), value: z.number(), text: z.string().min(1) }),
  richText,
]);
const row = z.array(cell).min(1).max(20);

export const table = z.strictObject({
  type: z.literal("table"),
  block_id: blockId,
  rows: z.array(row).min(1).max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(["left", "center", "right"]).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
});

export const dataTable = z
  .strictObject({
    type: z.literal("data_table"),
    block_id: blockId,
    caption: z.string().min(1),
    rows: z.array(row).min(2).max(101),
    page_size: z.int().min(1).max(100).optional(),
    row_header_column_index: z.int().min(0).max(19).optional(),
  })
  .check(({ value, issues }) => {
    const [header = [], ...rows] = value.rows;
    const refuse = (path: (string | number)[], message: string) =>
      issues.push({ code: "custom", message, path, input: value });
    header.forEach(({ type }, index) => {
      if (type === "rich_text") refuse(["rows", 0, index], "header cells must not be rich_text");
    });
    rows.forEach((each, index) => {
      if (each.length !== header.length)
        refuse(
          ["rows", index + 1],
          `all rows must have the same number of cells: ${header.length}`,
        );
    });
    if ((value.row_header_column_index ?? 0) >= header.length)
      refuse(["row_header_column_index"], "must be the index of a column");
  });
