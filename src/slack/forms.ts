import type { Button, ModalView } from "@slack/types";
import { DateTime } from "luxon";

import { lastClosedMonth } from "#model/window.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { runbookNamed, settle, tell } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import type { Interaction } from "#slack/interaction.ts";
import { isMember } from "#slack/membership.ts";
import { maskedPayload } from "#slack/shared-payload.ts";
import { formButton } from "#slack/views/form-button.ts";
import type { FormRequest } from "#slack/views/form-button.ts";
import { invite, offer, tryAgain } from "#slack/views/private.ts";
import type { FormWorld } from "#slack/views/runbook-form.ts";
import { readMemory, runbookForm } from "#slack/views/runbook-form.ts";

/** Slack takes a trigger for three seconds; later it is not tried. */
const triggerGoodFor = 2800;

/** Opens a runbook's form; where its trigger is gone, the person gets a button that brings a new one. */
export async function openForm(
  request: FormRequest,
  received: Received,
  desk: Desk,
): Promise<void> {
  if (request.runbook !== null) runbookNamed(request.runbook, desk);
  const { channel, respond } = received.interaction;
  if (isInTime(received) && !(await isMember(desk.client, channel))) {
    return tell(received, desk, invite(channel, desk.workspace.botUserId));
  }
  const { runbook, thread, finding = null, incident = null } = request;
  const memory = { runbook, channel, respond, thread, finding, incident };
  const view = runbookForm(memory, request.given, formWorld(desk));
  await openModal(view, formButton("Open the form", request), received, desk);
}

/** Opens a modal while the trigger of its interaction is good; later the person gets a button that brings a new one. */
export async function openModal(
  view: ModalView,
  button: Button,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { interaction, key } = received;
  if (!("trigger" in interaction)) return tell(received, desk, offer(button));
  if (isInTime(received)) {
    try {
      await desk.client.views.open({ trigger_id: interaction.trigger, view: masked(view, desk) });
      return await settle(received, desk, async () => {});
    } catch (error) {
      desk.log.warn({ said: wordsOf(error), key }, "a form could not be opened");
    }
  }
  await tell(received, desk, tryAgain(button));
}

function isInTime({ receivedAt }: Received): boolean {
  return Date.now() - receivedAt.getTime() < triggerGoodFor;
}

/** Shows another runbook's fields in an open form; a form that is gone is left alone. */
export async function changeForm(
  { id, hash, metadata }: NonNullable<Extract<Interaction, { kind: "action" }>["view"]>,
  runbook: string,
  received: Received,
  desk: Desk,
): Promise<void> {
  runbookNamed(runbook, desk);
  const memory = { ...readMemory(metadata), runbook };
  try {
    const view = runbookForm(memory, {}, formWorld(desk));
    await desk.client.views.update({ view_id: id, hash, view: masked(view, desk) });
  } catch (error) {
    desk.log.warn({ said: wordsOf(error), key: received.key }, "a form could not be changed");
  }
  await settle(received, desk, async () => {});
}

/** A modal as everybody may read it, as messages are. */
function masked(view: ModalView, { sharing }: Desk): ModalView {
  return sharing ? maskedPayload(view, sharing.mask) : view;
}

function formWorld({ runbooks, config }: Desk): FormWorld {
  const { timezone, currency, sources } = config;
  const window = lastClosedMonth(DateTime.now(), timezone);
  return { runbooks, sources: [...sources.keys()], defaults: { timezone, currency, window } };
}
