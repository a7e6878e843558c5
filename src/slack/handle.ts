import { DateTime } from "luxon";

import type { CommandReply } from "#command.ts";
import { UsageError } from "#errors.ts";
import { parseGiven } from "#runs/parameters.ts";
import { act } from "#slack/actions.ts";
import { submitAnswer } from "#slack/answering.ts";
import { beginRun } from "#slack/begin-run.ts";
import type { Desk } from "#slack/desk.ts";
import { tell } from "#slack/desk.ts";
import { openForm } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { refusal, said } from "#slack/views/private.ts";

/** Does what a person asked for; ends in a run, an open form or words only they read, and in the same commit is marked handled. */
export async function handle(received: Received, desk: Desk): Promise<void> {
  const { interaction } = received;
  try {
    switch (interaction.kind) {
      case "command":
        return await reply(answer(interaction, desk), received, desk);
      case "action":
        return await act(interaction, received, desk);
      case "submission":
        return await beginRun(interaction.runbook, interaction.given, received, desk);
      case "answer":
        return await submitAnswer(interaction, received, desk);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    await tell(received, desk, refusal(error.message, asked(interaction, desk)));
  }
}

function answer(
  { command, text, user, channel }: Extract<Interaction, { kind: "command" }>,
  { commands, runbooks, changes, config }: Desk,
): CommandReply {
  const found = commands.get(command);
  if (!found) throw new UsageError(`There is no command /${command} here.`);
  const today = DateTime.now().setZone(config.timezone).toISODate() ?? "";
  return found.run({ text, userId: user, channelId: channel }, { runbooks, changes, today });
}

async function reply(answered: CommandReply, received: Received, desk: Desk): Promise<void> {
  switch (answered.kind) {
    case "private":
      return tell(received, desk, said(answered.text));
    case "form":
      return openForm(answered, received, desk);
    case "run":
      return beginRun(answered.runbook, answered.given, received, desk);
  }
}

/** The form that would mend a refused request: the runbook asked for, with what was given. */
function asked(interaction: Interaction, { runbooks }: Desk): FormRequest | null {
  if (interaction.kind === "submission") {
    return { runbook: interaction.runbook, given: interaction.given };
  }
  if (interaction.kind !== "command") return null;
  const [first = "", ...rest] = interaction.text.trim().split(/(?<=^\S+)\s+/);
  const runbook = [first, first.toLowerCase()].find((id) => runbooks.has(id)) ?? null;
  return { runbook, given: readable(rest.join("")) };
}

function readable(text: string): FormRequest["given"] {
  try {
    return parseGiven(text);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return {};
  }
}
