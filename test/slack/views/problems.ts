import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import { jsonText } from "#slack/json-text.ts";
import type { Message } from "#slack/message.ts";

/** Why Slack would refuse the message in any of its forms, and whom it would call that nobody meant. */
export function problemsOf({ text, blocks, classic }: Message): unknown[] {
  const forms = [blocks, ...(classic ? [classic] : [])].map((form) => jsonText(form));
  const called = [text, ...forms.map((form) => mrkdwnOf(JSON.parse(form)))].filter((each) =>
    /<!|<https?:|<@U1>/.test(each),
  );
  return [
    ...(text.length === 0 || text.length > 4000 ? [`a text of ${text.length} characters`] : []),
    ...forms.map((form) => refusalOfMessage(JSON.parse(form))).filter((found) => found !== null),
    ...called,
  ];
}

function mrkdwnOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(mrkdwnOf).join("\n");
  if (typeof value !== "object" || value === null) return "";
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = type === "mrkdwn" && typeof text === "string" ? text : "";
  return [own, ...Object.values(value).map(mrkdwnOf)].join("\n");
}
