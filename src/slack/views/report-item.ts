import type { RichTextBlock } from "@slack/types";

import type { ReportItem } from "#model/report.ts";
import { cut, limits } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, line, richText } from "#slack/rich-text.ts";
import { facts } from "#slack/views/facts.ts";
import type { Upload } from "#slack/views/files.ts";
import { uploads } from "#slack/views/files.ts";
import { packageButton } from "#slack/views/package-button.ts";
import { table } from "#slack/views/table.ts";

/** What one report item becomes in a thread. */
export type Draft =
  | { readonly kind: "post"; readonly message: Message }
  | { readonly kind: "upload"; readonly upload: Upload };

/** A report as posts and uploads, in order; sentences that follow each other are one post. */
export function reportDrafts(items: readonly ReportItem[]): Draft[] {
  const drafts: Draft[] = [];
  for (const [index, item] of items.entries()) {
    if (item.kind !== "text") drafts.push(...reportItem(item));
    else if (items[index - 1]?.kind !== "text") drafts.push(post(sentences(items.slice(index))));
  }
  return drafts;
}

/** The sentences that some items begin with. */
function sentences(items: readonly ReportItem[]): Message {
  const end = items.findIndex(({ kind }) => kind !== "text");
  const texts = items
    .slice(0, end < 0 ? undefined : end)
    .flatMap((item) => (item.kind === "text" ? [item.text] : []));
  const [only = ""] = texts;
  if (texts.length === 1) return message(only, [richText(line([only], limits.section))]);
  const shown = texts.slice(0, shownActions).map((text) => line([text], 600));
  const left = texts.length - shown.length;
  const rest = left > 0 ? [line([`and ${left} more`])] : [];
  return message(texts.join(" "), [richText(bullets(shown), ...rest)]);
}

/** A report item as posts and uploads, in order; the same item always makes the same. */
export function reportItem(item: ReportItem): Draft[] {
  switch (item.kind) {
    case "text":
      return [post(sentences([item]))];
    case "facts":
      return [post(facts(item.title, item.facts))];
    case "table":
      return [post(table(item))];
    case "files":
      return uploads(item).map((upload) =>
        upload.files.length > 0
          ? { kind: "upload", upload }
          : post({
              text: upload.text,
              blocks: [
                {
                  type: "section",
                  text: { type: "mrkdwn", text: upload.text },
                },
              ],
              classic: null,
            }),
      );
    case "actions":
      return [post(actions(item))];
    case "incomplete":
      return [post(incomplete(item))];
  }
}

function post(shown: Message): Draft {
  return { kind: "post", message: shown };
}

function actions({ title, actions: all }: Extract<ReportItem, { kind: "actions" }>): Message {
  const some = all.slice(0, shownActions).map(({ action }) => cut(action, 200));
  const text = `${cut(title, 200)}: ${some.join(" ")}`;
  return message(text, [actionList(title, all)]);
}

function incomplete({ text, run }: Extract<ReportItem, { kind: "incomplete" }>): Message {
  const again = packageButton(run, "Package it again");
  return message(text, [
    richText(line([text], 600)),
    { type: "actions", block_id: "incomplete", elements: [again] },
  ]);
}

const shownActions = 20;

/** A heading and things to do, each after its reason. */
export function actionList(
  title: string,
  all: readonly { readonly reason: string; readonly action: string }[],
): RichTextBlock {
  const items = all
    .slice(0, shownActions)
    .map(({ reason, action }) => line([bold(reason, 200), ` ${action}`], 300));
  const left = all.length - shownActions;
  return richText(
    line([bold(title)]),
    ...(items.length > 0 ? [bullets(items, "ordered")] : []),
    ...(left > 0 ? [line([`and ${left} more`])] : []),
  );
}
