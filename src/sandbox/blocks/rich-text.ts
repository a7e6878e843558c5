import { z } from "zod";

import { address, blockId } from "./texts.ts";

const style = z
  .strictObject(
    Object.fromEntries(
      [
        "bold",
        "code",
        "italic",
        "strike",
        "underline",
        "highlight",
        "client_highlight",
        "unlink",
      ].map((name) => [name, z.boolean().optional()]),
    ),
  )
  .optional();

function inline<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), style, ...shape });
}

const id = z.string().min(1);

const inlineElement = z.discriminatedUnion("type", [
  inline("text", { text: z.string().min(1) }),
  inline("link", {
    url: address,
    text: z.string().optional(),
    unsafe: z.boolean().optional(),
  }),
  inline("emoji", {
    name: id,
    unicode: z.string().optional(),
    url: address.optional(),
    skin_tone: z.int().optional(),
  }),
  inline("user", { user_id: id }),
  inline("channel", { channel_id: id }),
  inline("usergroup", { usergroup_id: id }),
  inline("team", { team_id: id }),
  inline("broadcast", { range: z.enum(["here", "channel", "everyone"]) }),
  inline("color", { value: id }),
  inline("date", {
    timestamp: z.int(),
    format: id,
    url: address.optional(),
    fallback: z.string().optional(),
  }),
]);

const border = z.union([z.literal(0), z.literal(1)]).optional();
const section = z.strictObject({
  type: z.literal("rich_text_section"),
  elements: z.array(inlineElement),
});

/** A rich_text block; also what task cards, table cells and container titles hold. */
export const richText = z.strictObject({
  type: z.literal("rich_text"),
  block_id: blockId,
  elements: z.array(
    z.discriminatedUnion("type", [
      section,
      z.strictObject({
        type: z.literal("rich_text_list"),
        style: z.enum(["bullet", "ordered"]),
        indent: z.int().min(0).max(8).optional(),
        offset: z.int().min(0).optional(),
        border,
        elements: z.array(section),
      }),
      z.strictObject({
        type: z.literal("rich_text_quote"),
        border,
        elements: z.array(inlineElement),
      }),
      z.strictObject({
        type: z.literal("rich_text_preformatted"),
        border,
        language: z.string().optional(),
        elements: z.array(inlineElement),
      }),
    ]),
  ),
});
