import type { CommandReply, CommandWorld } from "#command.ts";
import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";
import { parseGiven } from "#runs/parameters.ts";

const helpWords = ["help", "-h", "--help", "?"];
const taken = ["window", "source", "timezone"];

export default defineCommand({
  description: "Have checks judged now, over days that are over",
  usage: "weekly window=2026-W46 source=… | tracking-silence window=2026-10-17 | list | help",

  run({ text }, world) {
    const [, first = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
    const word = first.toLowerCase();
    if (word === "") return { kind: "check_form", what: null };
    if (helpWords.includes(word)) return screen(world);
    if (word === "list") return { kind: "check_list" };
    if (![...world.cadences, ...world.checks].includes(word)) {
      throw new UsageError(unknown(first, world), ["check"]);
    }
    const given = parseGiven(rest);
    for (const key of Object.keys(given)) assertTaken(key);
    return { kind: "check", what: word, given };
  },
});

function assertTaken(key: string): void {
  if (taken.includes(key)) return;
  const near = nearest(key, taken);
  const meant = near ? ` Did you mean \`${near}=\`?` : "";
  throw new UsageError(
    `/check takes \`window=\`, \`source=\` and \`timezone=\`, not "${key}".${meant}`,
    [key],
  );
}

function unknown(word: string, { cadences, checks }: CommandWorld): string {
  const near = nearest(word, [...cadences, ...checks, "list", "help"]);
  return near
    ? `There is no cadence and no check "${word}". Did you mean \`/check ${near}\`?`
    : `There is no cadence and no check "${word}". Type \`/check list\` to see what there is, or \`/check\` alone for a form.`;
}

function screen({ cadences, checks }: CommandWorld): CommandReply {
  const words = [
    "*How to type it*",
    "`/check` opens a form to choose from; `/check list` shows every check with its last outcome.",
    `\`/check weekly\` judges the last week that is over, \`/check weekly window=2026-W46\` any other. There are ${cadences.map((id) => `\`${id}\``).join(", ")}.`,
    `\`/check tracking-silence window=2026-10-17 source=acme\` judges one check, of the ${checks.length} there are, of one source.`,
    "A window is a day, `2026-10-17`, a week, `2026-W46`, a month, `2026-10`, or days, `2026-10-01..2026-10-09`, both included. It must be over.",
  ];
  return { kind: "private", text: words.join("\n") };
}
