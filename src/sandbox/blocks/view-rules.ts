import { z } from "zod";

import { homeBlock, modalBlock } from "./layout.ts";
import { repeatedIds } from "./message-rules.ts";
import { sentence, sentences } from "./problem.ts";
import { plainText } from "./texts.ts";

const common = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: z.string().max(255).optional(),
  external_id: z.string().max(255).optional(),
};

const modal = z.strictObject({
  type: z.literal("modal"),
  ...common,
  title: plainText(24),
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  submit_disabled: z.boolean().optional(),
  blocks: z.array(modalBlock).max(100),
});

const home = z.strictObject({
  type: z.literal("home"),
  ...common,
  blocks: z.array(homeBlock).max(100),
});

/** A modal or Home as an app gives it, within every limit. */
export type AppView = z.infer<typeof modal> | z.infer<typeof home>;

/** Judges a modal or Home; answers the view, or Slack's sentences about what is wrong with it. */
export function judgeView(
  view: unknown,
  type: "modal" | "home",
): { view: AppView } | { messages: string[] } {
  const schema: z.ZodType<AppView> = type === "modal" ? modal : home;
  const parsed = schema.safeParse(view, { reportInput: true });
  if (!parsed.success) return { messages: sentences(parsed.error, "/view") };
  const messages = [...repeatedIds(parsed.data.blocks, "/view/blocks"), ...submitless(parsed.data)];
  return messages.length > 0 ? { messages } : { view: parsed.data };
}

function submitless(view: AppView): string[] {
  const hasInput = view.blocks.some(({ type }) => type === "input");
  return view.type === "modal" && hasInput && view.submit === undefined
    ? [sentence("missing required field: submit", "/view")]
    : [];
}
