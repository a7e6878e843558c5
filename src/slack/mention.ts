import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";
import type { Desk } from "#slack/desk.ts";
import type { Interaction } from "#slack/interaction.ts";
import { firstWord, typedWords } from "#slack/typed-words.ts";

/** A message that mentions the bot, as Slack tells of it. */
export interface MentionEvent {
  readonly text: string;
  readonly user?: string | undefined;
  readonly bot_id?: string | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string | undefined;
}

/** What a person wants who mentions the bot; null for what bots say. */
export function mentionOf(event: MentionEvent, bot: string): Interaction | null {
  const { user, bot_id: byBot, channel, ts, thread_ts: thread = null } = event;
  if (user === undefined || user === bot || byBot !== undefined) return null;
  return {
    kind: "mention",
    text: wordsAfter(event.text, bot),
    user,
    channel,
    respond: null,
    thread: thread === ts ? null : thread,
  };
}

/** What stands after the bot's name. */
function wordsAfter(text: string, bot: string): string {
  const [, ...after] = text.split(new RegExp(`<@${bot}(?:\\|[^>]*)?>`));
  return typedWords(after.join(" "))
    .replace(/^[\s,:;]+/, "")
    .trim();
}

/** A command as typed: its word, and what stands after it. */
export interface TypedCommand {
  readonly command: string;
  readonly text: string;
}

const helpWords = new Set(["", "help", "?", "hello", "hi"]);

/** The command in a mention's words; null where help is asked for. A UsageError names the nearest. */
export function readMention(
  line: string,
  { commands, runbooks }: Pick<Desk, "commands" | "runbooks">,
): TypedCommand | null {
  const [typed, text] = firstWord(line);
  const command = typed.toLowerCase().replace(/^\//, "");
  if (commands.has(command)) return { command, text };
  if (helpWords.has(command)) return null;
  const near = nearest(command, [...commands.keys(), "help"]);
  const runbook = near === null ? nearest(command, [...runbooks.keys()]) : null;
  const meant = runbook === null ? near : `runbook ${runbook}`;
  const way =
    meant === null
      ? "Mention me alone to see what I can do."
      : `Did you mean \`@countercheck ${meant}\`?`;
  throw new UsageError(`There is no command "${typed}". ${way}`);
}

/** A sentence that names slash commands, for where they do not work: in threads. */
export function inMentions(sentence: string, { commands }: Pick<Desk, "commands">): string {
  return sentence.replaceAll(/`\/([a-z][a-z-]*)/g, (typed, word: string) =>
    commands.has(word) ? `\`@countercheck ${word}` : typed,
  );
}
