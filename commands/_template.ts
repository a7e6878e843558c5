import { defineCommand } from "#command.ts";
import { UsageError } from "#errors.ts";
import { suggestion } from "#nearest.ts";

export default defineCommand({
  description: "What it does, as Slack's completion shows it",
  usage: "[what can be typed after it] | help",

  run({ text }, { runbooks }) {
    if (text === "") return { kind: "form", runbook: null, given: {} };
    const known = [...runbooks.keys()];
    if (text === "help") {
      return { kind: "private", text: `Type one of ${known.join(", ")}, or nothing for a form.` };
    }
    const runbook = runbooks.get(text);
    if (!runbook) throw new UsageError(`Nothing is called "${text}".${suggestion(text, known)}`);
    return { kind: "private", text: runbook.purpose };
  },
});
