import type { App } from "@slack/bolt";

import type { Accept } from "#slack/hear.ts";
import {
  incidentFormCallback,
  readIncidentForm,
  readIncidentMemory,
} from "#slack/views/incident-form.ts";

/** Binds the forms of incidents to the inbox; what is wrong in them is said beside its field. */
export function hearIncidents(app: App, accept: Accept): void {
  app.view(incidentFormCallback, async ({ body, view, ack }) => {
    const memory = readIncidentMemory(view.private_metadata);
    const said = readIncidentForm(view.state.values, memory);
    if ("errors" in said) return ack({ response_action: "errors", errors: said.errors });
    const interaction = { kind: "incident", user: body.user.id, ...memory, ...said } as const;
    await accept(`incident:${view.id}`, interaction, () => ack());
  });
}
