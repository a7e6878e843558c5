import type { Command } from "#command.ts";
import type { Message } from "#slack/message.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { formButton } from "#slack/views/form-button.ts";
import { said } from "#slack/views/private.ts";

/** The help screen of a mention: every command as it is typed here, and the form a click away. */
export function help(commands: ReadonlyMap<string, Command>, request: FormRequest): Message {
  // What starts runs comes first: it is what people come for.
  const sorted = [...commands].toSorted(
    ([, a], [, b]) => Number(b.runbook !== undefined) - Number(a.runbook !== undefined),
  );
  const lines = sorted.map(
    ([word, { description, usage }]) => `*${description}*\n\`@countercheck ${word} ${usage}\``,
  );
  const place =
    request.thread === null
      ? "Mentioned in a thread, I work in that thread; slash commands do not work there."
      : "What you start here stays in this thread. In the channel itself you can type " +
        `${sorted.map(([word]) => `\`/${word}\``).join(", ")} too.`;
  const shown = said([...lines, place].join("\n\n"));
  const blocks = [
    ...shown.blocks,
    { type: "actions" as const, elements: [formButton("Run a runbook", request)] },
  ];
  return { ...shown, blocks };
}
