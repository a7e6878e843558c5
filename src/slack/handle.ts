import { DateTime } from "luxon";

import type { CommandReply } from "#command.ts";
import { UsageError } from "#errors.ts";
import { parseGiven } from "#runs/parameters.ts";
import { act } from "#slack/actions.ts";
import { keepAmendment } from "#slack/amendments.ts";
import { submitAnswer } from "#slack/answering.ts";
import { beginRun } from "#slack/begin-run.ts";
import { showCloseDifference } from "#slack/closing.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell } from "#slack/desk.ts";
import { beginChecks, listChecks, openCheckForm } from "#slack/checking.ts";
import { showEvidence } from "#slack/evidence.ts";
import { submitFinding } from "#slack/finding-actions.ts";
import { openForm } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { submitIncident } from "#slack/incident-actions.ts";
import { keepMarked, keepShared } from "#slack/marks.ts";
import { inMentions, readMention } from "#slack/mention.ts";
import type { TypedCommand } from "#slack/mention.ts";
import { firstWord } from "#slack/typed-words.ts";
import { packageRun } from "#slack/packaging.ts";
import { keepPictureWords } from "#slack/pictures.ts";
import { listEndpoints, showEndpoint, testOnce } from "#slack/probing.ts";
import { maintainEndpoint, orderEndpoint } from "#slack/ordering-endpoints.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { help } from "#slack/views/help.ts";
import { refusal, said } from "#slack/views/private.ts";

/** Does what a person asked for; ends in a run, an open form or words only they read, and in the same commit is marked handled. */
export async function handle(received: Received, desk: Desk): Promise<void> {
  const { interaction } = received;
  try {
    switch (interaction.kind) {
      case "command":
        return await reply(answer(interaction, interaction, desk), received, desk);
      case "mention":
        return await answerMention(interaction, received, desk);
      case "shortcut":
        return await openForm(emptyForm(interaction), received, desk);
      case "action":
        return await act(interaction, received, desk);
      case "submission":
        return await beginRun(interaction.runbook, interaction.given, received, desk);
      case "answer":
        return await submitAnswer(interaction, received, desk);
      case "packaging":
        return await packageRun(interaction.runId, interaction.reason, received, desk);
      case "shared":
        return await keepShared(interaction, received, desk);
      case "marked":
        return await keepMarked(interaction, received, desk);
      case "amended":
        return await keepAmendment(interaction, received, desk);
      case "checking":
        return await beginChecks(interaction.what, interaction.given, received, desk);
      case "finding":
        return await submitFinding(interaction, received, desk);
      case "incident":
        return await submitIncident(interaction, received, desk);
      case "picture":
        return await keepPictureWords(interaction, received, desk);
      case "home":
        await desk.homes.opened(interaction.user);
        return await settle(received, desk, async () => {});
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const sentence = wordsFor(interaction, error.message, desk);
    await tell(received, desk, refusal(sentence, mending(interaction, desk)));
  }
}

async function answerMention(
  interaction: Extract<Interaction, { kind: "mention" }>,
  received: Received,
  desk: Desk,
): Promise<void> {
  const typed = readMention(interaction.text, desk);
  if (!typed) return tell(received, desk, help(desk.commands, emptyForm(interaction)));
  await reply(answer(typed, interaction, desk), received, desk);
}

function answer(
  { command, text }: TypedCommand,
  { user, channel }: Interaction,
  { commands, runbooks, changes, config, checks }: Desk,
): CommandReply {
  const found = commands.get(command);
  if (!found) throw new UsageError(`There is no command /${command} here.`);
  const today = DateTime.now().setZone(config.timezone).toISODate() ?? "";
  const world = {
    runbooks,
    cadences: [...config.cadences.keys()],
    checks: [...checks.keys()],
    endpoints: [...config.watch.endpoints.keys()],
    changes,
    today,
  };
  return found.run({ text, userId: user, channelId: channel }, world);
}

async function reply(answered: CommandReply, received: Received, desk: Desk): Promise<void> {
  const { interaction } = received;
  switch (answered.kind) {
    case "private":
      return tell(received, desk, said(wordsFor(interaction, answered.text, desk)));
    case "form":
      return openForm({ ...answered, thread: interaction.thread }, received, desk);
    case "run":
      return beginRun(answered.runbook, answered.given, received, desk);
    case "evidence":
      return showEvidence(answered.run, received, desk);
    case "check":
      return beginChecks(answered.what, answered.given, received, desk);
    case "check_form":
      return openCheckForm({ ...answered, thread: interaction.thread }, received, desk);
    case "check_list":
      return listChecks(received, desk);
    case "probe_list":
      return listEndpoints(received, desk);
    case "probe_show":
      return showEndpoint(answered.endpoint, received, desk);
    case "probe_test":
      return testOnce(answered.what, received, desk);
    case "probe_order":
      return orderEndpoint(answered, received, desk);
    case "probe_maintenance":
      return maintainEndpoint(answered, received, desk);
    case "close_difference":
      return showCloseDifference(answered, received, desk);
  }
}

/** Commands as they are typed where the person is. */
function wordsFor({ kind }: Interaction, sentence: string, desk: Desk): string {
  return kind === "mention" ? inMentions(sentence, desk) : sentence;
}

function emptyForm({ thread }: Interaction): FormRequest {
  return { runbook: null, given: {}, thread };
}

/** The form that would mend a refused request: the runbook asked for, with what was given; null where no form helps. */
function mending(interaction: Interaction, desk: Desk): FormRequest | null {
  const { thread } = interaction;
  if (interaction.kind === "submission") {
    const { runbook, given } = interaction;
    return { runbook, given, thread };
  }
  if (interaction.kind !== "command" && interaction.kind !== "mention") return null;
  const typed = interaction.kind === "command" ? interaction : mentioned(interaction, desk);
  if (!typed) return emptyForm(interaction);
  const { runbook } = desk.commands.get(typed.command) ?? {};
  if (runbook === undefined) return null;
  if (runbook !== null) return { runbook, given: readable(typed.text), thread };
  const [first, rest] = firstWord(typed.text);
  const named = [first, first.toLowerCase()].find((id) => desk.runbooks.has(id)) ?? null;
  return { runbook: named, given: readable(rest), thread };
}

function mentioned(
  { text }: Extract<Interaction, { kind: "mention" }>,
  desk: Desk,
): TypedCommand | null {
  return forgiving(() => readMention(text, desk), null);
}

function readable(text: string): FormRequest["given"] {
  return forgiving(() => parseGiven(text), {});
}

function forgiving<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return otherwise;
  }
}
