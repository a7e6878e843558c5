import { defineCommand } from "#command.ts";
import type { CommandReply } from "#command.ts";
import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";
import { parseGiven } from "#runs/parameters.ts";

const id = "month-close";
const helpWords = ["help", "-h", "--help", "?"];
const accepted = "`/close 2026-10`, `/close 2026-10 source=acme` or `/close 2026-10 diff`";

export default defineCommand({
  description: "Close a month: sheets that a second person reviews, signed into the books",
  usage: "2026-10 [source=acme] | 2026-10 diff | help",
  runbook: id,

  run({ text }): CommandReply {
    const [first = "", ...rest] = text.trim().split(/\s+/);
    if (first === "") return { kind: "form", runbook: id, given: {} };
    if (helpWords.includes(first.toLowerCase())) return { kind: "private", text: screen };
    if (!/^\d{4}-\d{2}$/.test(first)) throw new UsageError(noMonth(first), ["window"]);
    const isDiff = rest[0]?.toLowerCase() === "diff";
    const given = parseGiven((isDiff ? rest.slice(1) : rest).join(" "));
    const [other] = Object.keys(given).filter((key) => key !== "source");
    if (other !== undefined) {
      throw new UsageError(
        `A month is closed as a whole: ${other} cannot be given. Type ${accepted}.`,
        [other],
      );
    }
    if (isDiff) return { kind: "close_difference", month: first, source: given["source"] ?? null };
    return { kind: "run", runbook: id, given: { ...given, window: first } };
  },
});

function noMonth(word: string): string {
  const near = nearest(word, ["help"]);
  return near !== null && !/\d/.test(word)
    ? `"${word}" is not a month. Did you mean \`/close ${near}\`?`
    : `"${word}" is not a month; type ${accepted}.`;
}

const screen = [
  "*Closing a month*",
  "`/close 2026-10` compares the month's payouts by program and currency in a thread, and drafts a sheet for each; somebody other than you reviews them there, and they are committed to the books, signed by both.",
  "A month that was closed already is closed anew only where its numbers differ and you say why. `/close 2026-10 diff` shows how its last two versions differ.",
  "`source=acme` names the source where there are several. `/close` alone opens a form; it is the same as `/runbook month-close`.",
].join("\n");
