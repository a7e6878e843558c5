import type { App, BlockAction, BlockElementAction } from "@slack/bolt";
import { DateTime } from "luxon";

import { UsageError } from "#errors.ts";
import { resolveRequest } from "#runs/parameters.ts";
import type { Attendant } from "#slack/attend.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { runbookNamed } from "#slack/desk.ts";
import { receive } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { formButtonAction } from "#slack/views/form-button.ts";
import {
  chooseRunbookAction,
  formErrors,
  readForm,
  readMemory,
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

  app.command(/^\//, async ({ command, ack }) => {
    const interaction: Interaction = {
      kind: "command",
      command: command.command.slice(1),
      text: unescaped(command.text),
      user: command.user_id,
      channel: command.channel_id,
      respond: command.response_url,
      trigger: command.trigger_id,
    };
    await accept(`command:${command.trigger_id}`, interaction, () => ack());
  });

  app.action<BlockAction>(/./, async ({ body, action, ack }) => {
    const known = [formButtonAction, chooseRunbookAction].includes(action.action_id);
    if (!known) return ack();
    await accept(`action:${body.trigger_id}`, actionOf(body, action), () => ack());
  });

  app.view(runbookFormCallback, async ({ body, view, ack }) => {
    const { runbook, channel, respond } = readMemory(view.private_metadata);
    const given = readForm(view.state.values);
    const id = runbook ?? "";
    try {
      resolveRequest(runbookNamed(id, desk), given, desk.config, DateTime.now());
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const errors = formErrors(error.fields, error.message, desk.runbooks.get(id));
      return ack({ response_action: "errors", errors });
    }
    const interaction: Interaction = {
      kind: "submission",
      runbook: id,
      given,
      user: body.user.id,
      channel,
      respond,
    };
    await accept(`submission:${view.id}`, interaction, () => ack());
  });
}

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
    trigger: body.trigger_id,
    view: view ? { id: view.id, hash: view.hash, metadata: view.private_metadata } : null,
  };
}

function valueOf(action: BlockElementAction): string {
  if (action.type === "button") return action.value ?? "";
  return action.type === "static_select" ? (action.selected_option.value ?? "") : "";
}

/** Slack escapes three characters of what people type after a command. */
function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
