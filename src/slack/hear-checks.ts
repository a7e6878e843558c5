import type { App } from "@slack/bolt";
import { DateTime } from "luxon";

import { readAsked } from "#cadence/asked.ts";
import { UsageError } from "#errors.ts";
import type { Desk } from "#slack/desk.ts";
import type { Accept } from "#slack/hear.ts";
import { isMember } from "#slack/membership.ts";
import {
  checkFormCallback,
  checkFormErrors,
  checkPlaceBlock,
  readCheckForm,
  readCheckMemory,
} from "#slack/views/check-form.ts";
import {
  findingFormCallback,
  readFindingForm,
  readFindingMemory,
} from "#slack/views/finding-form.ts";

const notThere = "I am not in that channel: invite me there with /invite, or choose another.";

/** Binds the forms of checks and findings to the inbox; what is wrong in them is said beside its field. */
export function hearChecks(app: App, desk: Desk, accept: Accept): void {
  app.view(checkFormCallback, async ({ body, view, ack }) => {
    const { channel, thread, respond } = readCheckMemory(view.private_metadata);
    const { what, given, place } = readCheckForm(view.state.values);
    try {
      readAsked(what, given, { ...desk, now: DateTime.now() });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return ack({ response_action: "errors", errors: checkFormErrors(error) });
    }
    if (place !== null && !(await isMember(desk.client, place))) {
      return ack({ response_action: "errors", errors: { [checkPlaceBlock]: notThere } });
    }
    const where = { user: body.user.id, channel: place ?? channel, respond, thread };
    await accept(`checking:${view.id}`, { kind: "checking", ...where, what, given }, () => ack());
  });

  app.view(findingFormCallback, async ({ body, view, ack }) => {
    const memory = readFindingMemory(view.private_metadata);
    const today = DateTime.now().setZone(desk.config.timezone).toISODate() ?? "";
    const read = readFindingForm(view.state.values, memory, today);
    if ("errors" in read) return ack({ response_action: "errors", errors: read.errors });
    const { said } = read;
    const interaction = { kind: "finding", user: body.user.id, ...memory, said } as const;
    await accept(`finding:${view.id}`, interaction, () => ack());
  });
}
