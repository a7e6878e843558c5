import type { App, BlockAction, BlockElementAction, MessageShortcut } from "@slack/bolt";
import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { resolveRequest } from "#runs/parameters.ts";
import { isAction } from "#slack/actions.ts";
import type { Attendant } from "#slack/attend.ts";
import { complete } from "#slack/completion.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { runbookNamed } from "#slack/desk.ts";
import { hearChecks } from "#slack/hear-checks.ts";
import { hearIncidents } from "#slack/hear-incidents.ts";
import { hear } from "#slack/hear.ts";
import { receive } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { isMember } from "#slack/membership.ts";
import { mentionOf } from "#slack/mention.ts";
import { typedWords } from "#slack/typed-words.ts";
import {
  answerErrors,
  answerFormCallback,
  readAnswerForm,
  readAnswerMemory,
} from "#slack/views/answer-form.ts";
import {
  packageFormCallback,
  readPackageForm,
  readPackageMemory,
} from "#slack/views/package-form.ts";
import {
  formErrors,
  placeBlock,
  readForm,
  readMemory,
  readPlace,
  runbookFormCallback,
} from "#slack/views/runbook-form.ts";

/** Binds what people do in Slack to the inbox: kept first, then acknowledged, then handled. */
export function listen(app: App, desk: Desk, attendant: Attendant): void {
  async function accept(
    key: string,
    interaction: Interaction,
    acknowledge: () => Promise<void>,
  ): Promise<void> {
    const received = await receive(desk.store.db, key, interaction);
    // Unacknowledged, Slack may send it again, which the inbox tells apart; it is handled all the same.
    await acknowledge().catch((error: unknown) => {
      desk.log.warn({ said: wordsOf(error), key }, "an interaction could not be acknowledged");
    });
    if (received) attendant.attend(received);
  }

  hear(app, desk.workspace.botUserId, accept);
  hearChecks(app, desk, accept);
  hearIncidents(app, accept);
  complete(app, desk);

  app.command(/^\//, async ({ command, ack }) => {
    const interaction: Interaction = {
      kind: "command",
      command: command.command.slice(1),
      text: typedWords(command.text),
      user: command.user_id,
      channel: command.channel_id,
      respond: command.response_url,
      thread: null,
      trigger: command.trigger_id,
    };
    await accept(`command:${command.trigger_id}`, interaction, () => ack());
  });

  app.event("app_mention", async ({ event, body }) => {
    const interaction = mentionOf(event, desk.workspace.botUserId);
    if (interaction) await accept(`mention:${body.event_id}`, interaction, async () => {});
  });

  const here = { type: "message_action", callback_id: "run_runbook_here" } as const;
  app.shortcut<MessageShortcut>(here, async ({ body, ack }) => {
    await accept(`shortcut:${body.trigger_id}`, shortcutOf(body), () => ack());
  });

  app.action<BlockAction>(/./, async ({ body, action, ack }) => {
    if (!isAction(action.action_id)) return ack();
    await accept(`action:${body.trigger_id}`, actionOf(body, action), () => ack());
  });

  app.view(runbookFormCallback, async ({ body, view, ack }) => {
    const { runbook, channel, ...memory } = readMemory(view.private_metadata);
    const given = readForm(view.state.values);
    const id = runbook ?? "";
    try {
      resolveRequest(runbookNamed(id, desk), given, desk.config, DateTime.now());
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const errors = formErrors(error, desk.runbooks.get(id));
      return ack({ response_action: "errors", errors });
    }
    const place = readPlace(view.state.values);
    if (place !== null && !(await isMember(desk.client, place))) {
      return ack({ response_action: "errors", errors: { [placeBlock]: notThere } });
    }
    const interaction: Interaction = {
      kind: "submission",
      runbook: id,
      given,
      ...memory,
      user: body.user.id,
      channel: place ?? channel,
    };
    await accept(`submission:${view.id}`, interaction, () => ack());
  });

  app.view(answerFormCallback, async ({ body, view, ack }) => {
    const memory = readAnswerMemory(view.private_metadata);
    const said = readAnswerForm(view.state.values);
    const errors = answerErrors(memory, said);
    if (Object.keys(errors).length > 0) return ack({ response_action: "errors", errors });
    const interaction: Interaction = { kind: "answer", user: body.user.id, ...memory, ...said };
    await accept(`answer:${view.id}`, interaction, () => ack());
  });

  app.view(packageFormCallback, async ({ body, view, ack }) => {
    const said = readPackageForm(view.state.values);
    if ("errors" in said) return ack({ response_action: "errors", errors: said.errors });
    const memory = readPackageMemory(view.private_metadata);
    const interaction: Interaction = { kind: "packaging", user: body.user.id, ...memory, ...said };
    await accept(`packaging:${view.id}`, interaction, () => ack());
  });
}

const notThere = "I am not in that channel: invite me there with /invite, or choose another.";

function actionOf(body: BlockAction, action: BlockElementAction): Interaction {
  const { view } = body;
  const memory = view ? readMemory(view.private_metadata) : null;
  return {
    kind: "action",
    action: action.action_id,
    value: valueOf(action),
    user: body.user.id,
    channel: body.channel?.id ?? memory?.channel ?? body.user.id,
    respond: body.response_url || memory?.respond || null,
    thread: threadOf(body),
    trigger: body.trigger_id,
    view: view ? { id: view.id, hash: view.hash, metadata: view.private_metadata } : null,
  };
}

/** The thread a message stands in; none for the message that heads one, which people see in the channel. */
function threadOf({ container }: BlockAction): string | null {
  const { thread_ts: thread, message_ts: ts } = container as {
    thread_ts?: string;
    message_ts?: string;
  };
  return thread === undefined || thread === ts ? null : thread;
}

function valueOf(action: BlockElementAction): string {
  if (action.type === "button") return action.value ?? "";
  const isChoice = action.type === "static_select" || action.type === "overflow";
  return isChoice ? (action.selected_option.value ?? "") : "";
}

/** “Run runbook here”: the thread is the message's own, or the one it stands in. */
function shortcutOf({ user, channel, message, message_ts, ...body }: MessageShortcut): Interaction {
  const thread: unknown = message["thread_ts"];
  return {
    kind: "shortcut",
    user: user.id,
    channel: channel.id,
    respond: body.response_url,
    thread: typeof thread === "string" ? thread : message_ts,
    trigger: body.trigger_id,
  };
}
