import type { Answer } from "#model/prompt.ts";
import type { RunStep } from "#runs/announcer.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";

/** Calls somebody whose approval counts no longer: an edited question alone calls nobody. */
export function approveAgain({ title }: Pick<RunStep, "title">, { by }: Answer): Message {
  const words =
    ": evidence was added after you approved, so your approval is void. Look at it, and approve again above.";
  return message(`${title}${words}`, [
    richText(line(["↩️ ", person(by), " ", bold(title), words])),
  ]);
}
