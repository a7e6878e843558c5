import type { CommandReply, CommandWorld } from "#command.ts";
import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";
import { staleSentence } from "#runbook.ts";
import { parseGiven } from "#runs/parameters.ts";

export default defineCommand({
  description: "Run a runbook, here and now",
  usage: "payout-mismatch window=2026-10 partner=… | list | diff payout-mismatch | help",
  runbook: null,

  run({ text }, world) {
    const [first = "", rest = ""] = split(text);
    if (first === "") return { kind: "form", runbook: null, given: {} };
    if (["help", "-h", "--help", "?", "list"].includes(first.toLowerCase())) return screen(world);
    if (first.toLowerCase() === "diff") return changes(rest, world);
    const runbook = world.runbooks.get(first) ?? world.runbooks.get(first.toLowerCase());
    if (!runbook)
      throw new UsageError(unknown(first, world, ["list", "diff", "help"]), ["runbook"]);
    if (rest === "") return { kind: "form", runbook: runbook.id, given: {} };
    return { kind: "run", runbook: runbook.id, given: parseGiven(rest) };
  },
});

function split(text: string): string[] {
  const [, first = "", rest = ""] = /^(\S*)\s*(.*)$/s.exec(text.trim()) ?? [];
  return [first, rest];
}

function changes(id: string, world: CommandWorld): CommandReply {
  if (!world.runbooks.has(id)) throw new UsageError(unknown(id, world), ["runbook"]);
  const found = world.changes(id);
  const text = found
    ? `\`\`\`\n${found}\n\`\`\``
    : `${id} has not changed since it was first loaded.`;
  return { kind: "private", text };
}

function unknown(word: string, { runbooks }: CommandWorld, others: readonly string[] = []): string {
  const near = nearest(word, [...runbooks.keys(), ...others]);
  return near
    ? `There is no runbook "${word}". Did you mean \`/runbook ${near}\`?`
    : `There is no runbook "${word}". Type \`/runbook list\` to see what there is, or \`/runbook\` alone for a form.`;
}

function screen({ runbooks, today }: CommandWorld): CommandReply {
  const list = [...runbooks.values()].map((runbook) => {
    const { id, title, purpose, parameters } = runbook;
    const takes = parameters.map((name) => `\`${name}=\``).join(" ");
    const stale = staleSentence(runbook, today);
    return `*${title}*: \`/runbook ${id}\`\n${purpose}\n_Takes_ ${takes}${stale ? `\n⚠️ ${stale}` : ""}`;
  });
  return { kind: "private", text: [...list, typing].join("\n\n") };
}

const typing = [
  "*How to type it*",
  "`/runbook` opens a form to choose from; `/runbook payout-mismatch` opens that runbook's form.",
  "`/runbook payout-mismatch source=acme window=2026-10 partner=prt_003` runs at once; what you leave out is the last closed month and everything.",
  "`/runbook diff payout-mismatch` shows what changed in it since the version before.",
  "A window is `2026-10` or `2026-10-01..2026-10-31`, both days included. A value with spaces stands in double quotes.",
].join("\n");
