import type { JudgedCheck } from "#model/judged-check.ts";
import { titleOf } from "#model/judged-check.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";

/** Tells somebody in the digest's thread that a finding is theirs. */
export function assigned(
  one: Pick<JudgedCheck, "check" | "text">,
  { by, assignee }: { readonly by: string; readonly assignee: string },
): Message {
  const title = titleOf(one);
  return message(`Assigned: ${title}. ${one.text}`, [
    richText(
      line([
        "👤 ",
        person(assignee),
        ", ",
        person(by),
        " asks you to look after ",
        bold(title, 200),
        ".",
      ]),
      line([one.text], 600),
    ),
  ]);
}
