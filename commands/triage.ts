import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";
import { parseGiven } from "#runs/parameters.ts";

const id = "incident-triage";
const helpWords = ["help", "-h", "--help", "?"];

export default defineCommand({
  description: "Find out which numbers are wrong, and since when",
  usage: "source=acme window=2026-10 partner=… | help",
  runbook: id,

  run({ text }, { runbooks }) {
    const typed = text.trim();
    const runbook = runbooks.get(id);
    if (typed === "" || !runbook) return { kind: "form", runbook: id, given: {} };
    if (helpWords.includes(typed.toLowerCase())) {
      const takes = runbook.parameters.map((name) => `\`${name}=\``).join(" ");
      return {
        kind: "private",
        text: `*${runbook.title}*\n${runbook.purpose}\n_Takes_ ${takes}\n\n${typing}`,
      };
    }
    if (nearest(typed, helpWords) !== null && !typed.includes("=")) {
      throw new UsageError(`"${typed}" is not key=value. Did you mean \`/triage help\`?`);
    }
    return { kind: "run", runbook: id, given: parseGiven(typed) };
  },
});

const typing = [
  "*How to type it*",
  "`/triage` opens a form; `/triage source=acme window=2026-10` runs at once. It is the same as `/runbook incident-triage`.",
  "What you leave out is the last closed month and everything. A value with spaces stands in double quotes.",
].join("\n");
