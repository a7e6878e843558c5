import type { Prompt } from "#model/prompt.ts";
import type { Roles } from "#model/roles.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { askedOf } from "#slack/views/who-may.ts";

/** Calls those whom a step still waits for; the question itself stands above in the thread. */
export function reminder(run: Run, step: RunStep, asked: Prompt, roles: Roles): Message {
  const called = askedOf(run, asked, roles);
  const people = called.length > 0 ? called : [person(run.requested_by)];
  const words = ` still waits for an answer${asked.excludesRequester ? " from somebody other than who asked for the run" : ""}; its buttons are above in this thread.`;
  return message(`${step.title}${words}`, [
    richText(
      line(["🔔 ", ...people.flatMap((each): Inline[] => [each, " "]), bold(step.title), words]),
    ),
  ]);
}
