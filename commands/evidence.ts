import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { nearest } from "#nearest.ts";

const helpWords = ["help", "-h", "--help", "?"];
const runId = /^[0-9A-HJKMNP-TV-Z]{26}$/;

export default defineCommand({
  description: "Package a run's evidence for whoever must check it",
  usage: "[last | run id] | help",

  run({ text }) {
    const typed = text.trim().replaceAll("`", "");
    const word = typed.toLowerCase();
    if (word === "" || word === "list") return { kind: "evidence", run: null };
    if (word === "last") return { kind: "evidence", run: "last" };
    if (helpWords.includes(word)) return { kind: "private", text: screen };
    if (runId.test(typed.toUpperCase())) return { kind: "evidence", run: typed.toUpperCase() };
    const near = nearest(word, ["last", "list", "help"]);
    const way =
      near === null
        ? "Type `/evidence` to choose one of this channel's runs, `/evidence last`, or the id of a run: 26 letters and digits."
        : `Did you mean \`/evidence ${near}\`?`;
    throw new UsageError(`"${typed}" is no run's id. ${way}`);
  },
});

const screen = [
  "*The evidence of a run, in one zip*",
  "`/evidence` lists this channel's newest runs, what their evidence lacks, and packages the one you choose.",
  "`/evidence last` packages the newest; `/evidence 01KA1V9QK3…` the one of that id.",
  "Five things make it complete: a screenshot with its date range, an export, the ids, an instant with its timezone, config changes. Sealing without one takes a reason.",
  "The package comes into the run's thread, with the root hash it is known by. E-mails, secrets and bank data are masked in it; the sealed original is kept.",
].join("\n");
