import { DateTime } from "luxon";

import type { CommandReply } from "#command.ts";
import { UsageError } from "#errors.ts";
import { parseGiven, resolveRequest } from "#runs/parameters.ts";
import type { Request } from "#runs/parameters.ts";
import type { Desk } from "#slack/desk.ts";
import { runbookNamed, settle, tell } from "#slack/desk.ts";
import { changeForm, openForm } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { isMember } from "#slack/membership.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { formButtonAction, readFormRequest } from "#slack/views/form-button.ts";
import { invite, refusal, said } from "#slack/views/private.ts";
import { chooseRunbookAction } from "#slack/views/runbook-form.ts";

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
        return await begin(interaction.runbook, interaction.given, received, desk);
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
      return begin(answered.runbook, answered.given, received, desk);
  }
}

async function act(
  { action, value, view }: Extract<Interaction, { kind: "action" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  if (action === formButtonAction) return openForm(readFormRequest(value), received, desk);
  if (action === chooseRunbookAction && view) return changeForm(view, value, received, desk);
  await settle(received, desk, async () => {});
}

async function begin(
  id: string,
  given: Readonly<Record<string, string>>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { user, channel } = received.interaction;
  const runbook = runbookNamed(id, desk);
  const request: Request = resolveRequest(runbook, given, desk.config, DateTime.now());
  if (!(await isMember(desk.client, channel))) {
    return tell(received, desk, invite(channel, desk.workspace.botUserId));
  }
  await settle(received, desk, async (trx) => {
    await desk.startRun(trx, { ...request, runbook, requestedBy: user, channel });
  });
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
