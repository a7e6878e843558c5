import { press } from "#slack/answering.ts";
import { cancelRun } from "#slack/canceling.ts";
import { openCheckForm } from "#slack/checking.ts";
import type { Desk } from "#slack/desk.ts";
import { settle } from "#slack/desk.ts";
import { actOnFinding } from "#slack/finding-actions.ts";
import { changeForm, openForm } from "#slack/forms.ts";
import type { Received } from "#slack/inbox.ts";
import { actOnIncident } from "#slack/incident-actions.ts";
import type { Interaction } from "#slack/interaction.ts";
import { actOnEndpoint } from "#slack/ordering-endpoints.ts";
import { packageRun } from "#slack/packaging.ts";
import { askPicture } from "#slack/pictures.ts";
import { judgeAgain } from "#slack/judging-again.ts";
import { againAction } from "#slack/views/again-button.ts";
import { answerAction } from "#slack/views/answer-button.ts";
import { cancelAction } from "#slack/views/cancel-button.ts";
import { checkFormAction, readCheckRequest } from "#slack/views/check-form.ts";
import { findingAction } from "#slack/views/digest-buttons.ts";
import { endpointAction } from "#slack/views/endpoint-buttons.ts";
import { formButtonAction, readFormRequest } from "#slack/views/form-button.ts";
import { incidentAction } from "#slack/views/incident-buttons.ts";
import { packageAction } from "#slack/views/package-button.ts";
import { pictureAction } from "#slack/views/picture-button.ts";
import { chooseRunbookAction } from "#slack/views/runbook-form.ts";

type Click = Extract<Interaction, { kind: "action" }>;

/** What each button and menu does, by the first part of its action id. */
const actions: Readonly<
  Record<string, (click: Click, received: Received, desk: Desk) => Promise<void>>
> = {
  [answerAction]: press,
  [cancelAction]: cancelRun,
  [pictureAction]: askPicture,
  [findingAction]: actOnFinding,
  [againAction]: ({ value }, received, desk) => judgeAgain(value, received, desk),
  [incidentAction]: actOnIncident,
  [endpointAction]: actOnEndpoint,
  [checkFormAction]: ({ value }, received, desk) =>
    openCheckForm(readCheckRequest(value), received, desk),
  [packageAction]: ({ value }, received, desk) => packageRun(value, null, received, desk),
  [formButtonAction]: ({ value }, received, desk) =>
    openForm(readFormRequest(value), received, desk),
  [chooseRunbookAction]: async ({ view, value }, received, desk) => {
    if (view) await changeForm(view, value, received, desk);
  },
};

/** False for what only moves something on the screen: it is acknowledged, and nothing more. */
export function isAction(id: string): boolean {
  return routeOf(id) in actions;
}

/** Does what a click stands for. */
export async function act(click: Click, received: Received, desk: Desk): Promise<void> {
  const action = actions[routeOf(click.action)];
  await (action ? action(click, received, desk) : settle(received, desk, async () => {}));
}

function routeOf(id: string): string {
  return id.split(":", 1)[0] ?? "";
}
