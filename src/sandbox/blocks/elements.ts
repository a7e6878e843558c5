import { z } from "zod";

import {
  checkChoices,
  overflowOptions,
  selectOption,
  selectOptions,
  tickOption,
  tickOptions,
} from "./choices.ts";
import { actionId, address, confirmation, image, plainText } from "./texts.ts";

const interactive = { action_id: actionId, confirm: confirmation };
const focus = { focus_on_load: z.boolean().optional() };
const placeholder = { placeholder: plainText(150).optional() };
const most = { max_selected_items: z.int().min(1).optional() };
const dispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).max(2),
    })
    .optional(),
};
const style = z.enum(["primary", "danger"]).optional();
const label = z.string().max(75).optional();
const day = z.iso.date().optional();
const filter = z
  .strictObject({
    include: z
      .array(z.enum(["im", "mpim", "private", "public"]))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();

function menu<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.strictObject({
    type: z.literal(type),
    ...interactive,
    ...focus,
    ...placeholder,
    ...shape,
  });
}

function field<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  const common = { action_id: actionId, ...focus, ...placeholder, ...dispatch };
  return z.strictObject({ type: z.literal(type), ...common, ...shape });
}

export const button = z.strictObject({
  type: z.literal("button"),
  ...interactive,
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: address.optional(),
  style,
  accessibility_label: label,
});

const workflowButton = z.strictObject({
  type: z.literal("workflow_button"),
  ...interactive,
  text: plainText(75),
  workflow: z.looseObject({ trigger: z.looseObject({ url: address }) }),
  style,
  accessibility_label: label,
});

const overflow = z.strictObject({
  type: z.literal("overflow"),
  ...interactive,
  options: overflowOptions,
});

const single = { initial_option: selectOption.optional() };
const several = { initial_options: z.array(selectOption).min(1).optional(), ...most };
const query = { min_query_length: z.int().min(0).optional() };
const conversation = {
  default_to_current_conversation: z.boolean().optional(),
  filter,
};
const response = { response_url_enabled: z.boolean().optional() };
const ids = z.array(z.string()).optional();

const selects = [
  menu("static_select", { ...selectOptions, ...single }).check(checkChoices),
  menu("external_select", { ...single, ...query }),
  menu("users_select", { initial_user: z.string().optional() }),
  menu("channels_select", { initial_channel: z.string().optional(), ...response }),
  menu("conversations_select", {
    initial_conversation: z.string().optional(),
    ...conversation,
    ...response,
  }),
  menu("multi_static_select", { ...selectOptions, ...several }).check(checkChoices),
  menu("multi_external_select", { ...several, ...query }),
  menu("multi_users_select", { initial_users: ids, ...most }),
  menu("multi_channels_select", { initial_channels: ids, ...most }),
  menu("multi_conversations_select", { initial_conversations: ids, ...conversation, ...most }),
] as const;

const ticks = [
  z
    .strictObject({
      type: z.literal("checkboxes"),
      ...interactive,
      ...focus,
      options: tickOptions,
      initial_options: z.array(tickOption).min(1).optional(),
    })
    .check(checkChoices),
  z
    .strictObject({
      type: z.literal("radio_buttons"),
      ...interactive,
      ...focus,
      options: tickOptions,
      initial_option: tickOption.optional(),
    })
    .check(checkChoices),
] as const;

const moments = [
  menu("datepicker", { initial_date: day }),
  menu("timepicker", {
    initial_time: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    timezone: z.string().optional(),
  }),
  z.strictObject({
    type: z.literal("datetimepicker"),
    ...interactive,
    ...focus,
    initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
  }),
] as const;

const fields = [
  field("plain_text_input", {
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.int().min(0).max(3000).optional(),
    max_length: z.int().min(1).max(3000).optional(),
  }),
  field("email_text_input", { initial_value: z.string().optional() }),
  field("url_text_input", { initial_value: z.string().optional() }),
  field("number_input", {
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
  }),
  field("rich_text_input", { initial_value: z.looseObject({}).optional() }),
  z.strictObject({
    type: z.literal("file_input"),
    action_id: actionId,
    filetypes: z.array(z.string()).optional(),
    max_files: z.int().min(1).max(10).optional(),
  }),
] as const;

const feedback = z.strictObject({
  text: plainText(75),
  value: z.string().max(2000),
  accessibility_label: label,
});

export const pictureElement = image({});

export const actionElement = z.discriminatedUnion("type", [
  button,
  workflowButton,
  overflow,
  ...selects,
  ...ticks,
  ...moments,
  fields[4],
]);

export const accessory = z.discriminatedUnion("type", [
  button,
  workflowButton,
  overflow,
  pictureElement,
  ...selects,
  ...ticks,
  ...moments,
]);

export const inputElement = z.discriminatedUnion("type", [
  ...selects,
  ...ticks,
  ...moments,
  ...fields,
]);

export const contextAction = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("feedback_buttons"),
    action_id: actionId,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal("icon_button"),
    ...interactive,
    icon: z.string(),
    text: plainText(75),
    accessibility_label: label,
    value: z.string().max(2000).optional(),
    visible_to_user_ids: ids,
  }),
]);
