import { z } from "zod";

import {
  accessory,
  actionElement,
  button,
  contextAction,
  inputElement,
  pictureElement,
} from "./elements.ts";
import { richText } from "./rich-text.ts";
import { dataTable, table } from "./tables.ts";
import { address, anyText, blockId, image, mrkdwnText, plainText } from "./texts.ts";

function block<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({ type: z.literal(type), block_id: blockId, ...shape });
}

const section = block("section", {
  text: anyText(3000).optional(),
  fields: z.array(anyText(2000)).min(1).max(10).optional(),
  accessory: accessory.optional(),
  expand: z.boolean().optional(),
}).check(({ value, issues }) => {
  if (value.text === undefined && value.fields === undefined)
    issues.push({
      code: "custom",
      message: "must define either `text` or `fields`",
      input: value,
    });
});

const contextElement = z.discriminatedUnion("type", [
  pictureElement,
  plainText(3000),
  mrkdwnText(3000),
]);

const card = block("card", {
  hero_image: pictureElement.optional(),
  icon: pictureElement.optional(),
  title: mrkdwnText(150).optional(),
  subtitle: mrkdwnText(150).optional(),
  body: mrkdwnText(200).optional(),
  actions: z.array(button).min(1).max(3).optional(),
}).check(({ value, issues }) => {
  if (!value.hero_image && !value.title && !value.body && !value.actions)
    issues.push({
      code: "custom",
      message: "must define at least one of `hero_image`, `title`, `body` or `actions`",
      input: value,
    });
});

const taskCard = block("task_card", {
  task_id: z.string().min(1),
  title: z.string().min(1),
  status: z.enum(["pending", "in_progress", "complete", "error"]),
  details: richText.optional(),
  output: richText.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal("url"), url: address, text: z.string().min(1) }))
    .optional(),
});

const classic = [
  section,
  block("actions", { elements: z.array(actionElement).min(1).max(25) }),
  block("context", { elements: z.array(contextElement).min(1).max(10) }),
  block("divider", {}),
  block("header", { text: plainText(150) }),
  image({ block_id: blockId, title: plainText(2000).optional() }),
  block("input", {
    label: plainText(2000),
    hint: plainText(2000).optional(),
    optional: z.boolean().optional(),
    dispatch_action: z.boolean().optional(),
    element: inputElement,
  }),
  richText,
  block("video", {
    video_url: address,
    thumbnail_url: address,
    alt_text: z.string().min(1),
    title: plainText(199),
    title_url: address.optional(),
    author_name: z.string().max(49).optional(),
    provider_name: z.string().optional(),
    provider_icon_url: address.optional(),
    description: plainText(200).optional(),
  }),
] as const;

const container = block("container", {
  title: plainText(150).optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText(150).optional(),
  icon: pictureElement.optional(),
  width: z.enum(["narrow", "standard", "wide", "full"]).optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
  child_blocks: z
    .array(z.discriminatedUnion("type", [...classic, table]))
    .min(1)
    .max(10),
}).check(({ value, issues }) => {
  if (!value.title && !value.rich_text_title)
    issues.push({
      code: "custom",
      message: "must define either `title` or `rich_text_title`",
      input: value,
    });
  if (value.default_collapsed && !value.is_collapsible)
    issues.push({
      code: "custom",
      message: "`default_collapsed` requires `is_collapsible`",
      input: value,
    });
});

/** Blocks that only messages may hold. */
const messageOnly = [
  card,
  block("carousel", { elements: z.array(card).min(1).max(10) }),
  block("context_actions", { elements: z.array(contextAction).min(1).max(5) }),
  block("markdown", { text: z.string().min(1).max(12_000) }),
  table,
  dataTable,
  taskCard,
  block("plan", { title: z.string().min(1), tasks: z.array(taskCard).optional() }),
] as const;

const alert = block("alert", {
  text: anyText(200),
  level: z.enum(["default", "info", "warning", "error", "success"]).optional(),
});

export const messageBlock = z.discriminatedUnion("type", [...classic, container, ...messageOnly]);
export const homeBlock = z.discriminatedUnion("type", [...classic, container]);
export const modalBlock = z.discriminatedUnion("type", [...classic, container, alert]);
