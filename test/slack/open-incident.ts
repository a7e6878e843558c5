import { expect, vi } from "vitest";

import { loadProbes } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { after, incidentOf } from "#model/incident-fold.ts";
import type { IncidentEvent } from "#model/incident.ts";
import type { Observation } from "#model/observation.ts";
import type { Roles } from "#model/roles.ts";
import type { Runbook } from "#runbook.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import type { WatchDesk } from "#slack/watch-desk.ts";
import { keep, lockIncident } from "#watch/incidents/incident-rows.ts";
import type { Watching } from "#watch-settings.ts";

import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { at, down, incident } from "./example-incident.ts";
import { openSlack } from "./open-slack.ts";
import type { TestStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const triage: Runbook = {
  id: "incident-triage",
  sha256: "0".repeat(64),
  text: "",
  title: "Incident triage",
  purpose: "When numbers appear wrong.",
  parameters: ["source", "window", "timezone", "currency", "program"],
  steps: [{ id: "note", title: "Note", kind: "note" }],
};

/** An endpoint as the configuration has it; its program's numbers come from acme. */
export function endpoint(id: string, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    id,
    kind: "http",
    settings: {},
    interval: 60_000,
    timeout: 10_000,
    source: "acme",
    program: "prg_creators",
    dataset: null,
    provider: null,
    host: null,
    dependsOn: [],
    objective: 99.9,
    retried: 0,
    channel: affiliateOps,
    owner: null,
    maintenance: [],
    credential: null,
    requests: 1,
    ...changes,
  };
}

/** A workspace in which an incident stands, and what people do to it. */
export async function openIncident(
  store: TestStore,
  given: {
    readonly roles?: Roles;
    readonly look?: (of: Endpoint) => Promise<Observation>;
    readonly endpoints?: readonly Endpoint[];
    readonly watching?: Partial<Watching>;
  } = {},
) {
  const { roles = new Map(), look = noLook } = given;
  const endpoints = new Map(
    (given.endpoints ?? [endpoint("payouts-api")]).map((each) => [each.id, each]),
  );
  const opened = await openSlack(store, {
    runbooks: [triage],
    roles,
    watching: { ...(await watchingNothing()), ...given.watching, endpoints },
  });
  const teller = slackIncidents({ endpoints: () => endpoints });
  const act: WatchDesk["incidents"]["act"] = async (trx, id, event) => {
    const kept = await lockIncident(trx, id);
    if (!kept) throw new Error(`there is no incident ${id}`);
    const now = after(kept.incident, event);
    await keep(trx, now, { known: kept.incident.events.length, tellAt: null });
    await teller.changed(trx, now);
    return now;
  };
  const slack = await opened.start({ watch: { incidents: { act }, look } });

  const message = (words: string): Promise<BoxMessage> =>
    vi.waitFor(async () => {
      const messages = await opened.sandbox.messages(affiliateOps);
      const found = messages.find(({ blocks }) => wordsOf(blocks).includes(words));
      if (!found) throw new Error(`nothing says ${words}`);
      return found;
    }, 5000);
  const { id } = incident();
  return {
    ...opened,
    id,
    slack,
    message,
    says: async (words: string) => wordsOf((await message(words)).blocks),
    /** The incident begins and stands in its channel. */
    begin: async () => {
      await store.transaction(async (trx) => {
        const { shared, channel, openedAt } = incident();
        const opening = { id, shared, channel, openedAt };
        const begun = incidentOf(opening, [down("payouts-api")]);
        await keep(trx, begun, { known: 0, tellAt: null });
        await teller.changed(trx, begun);
      });
      slack.wake();
      await message("payouts-api is down");
    },
    happens: async (...events: readonly IncidentEvent[]) => {
      await store.transaction(async (trx) => {
        for (const event of events) await act(trx, id, event);
      });
      slack.wake();
    },
    /** It is well again, twelve minutes after three. */
    end: async () => {
      await store.transaction(async (trx) => {
        await act(trx, id, { kind: "up", at: at(12), endpoint: "payouts-api", since: at(12) });
        await act(trx, id, { kind: "ended", at: at(12) });
      });
      slack.wake();
    },
    /** Uses a button or menu of the message: by its action, and of a menu the option's label. */
    use: async (verb: string, option: string | null = null, user = maya) => {
      const on = await message("payouts-api is ");
      const block = on.blocks?.find((each) => each.type === "actions");
      const element = block?.elements.find((each) => each.action_id === `incident:${verb}`);
      if (!block || !element) throw new Error(`there is no ${verb}`);
      const options = "options" in element ? (element.options ?? []) : [];
      const chosen = options.find(({ text }) => text.text === option);
      const action = {
        ...element,
        block_id: block.block_id,
        ...(chosen ? { selected_option: chosen } : {}),
      };
      const place = { user, channel: affiliateOps, ts: on.ts };
      expect(await opened.sandbox.person("/box/action", { ...place, action, state: {} })).toEqual({
        ok: true,
      });
    },
    /** What happened, as kept. */
    events: async () => {
      const rows = await store.db
        .selectFrom("incident_event")
        .selectAll()
        .orderBy("sequence")
        .execute();
      return rows.map(({ event }) => event);
    },
    audited: async () => {
      const rows = await store.db.selectFrom("audit_entry").selectAll().orderBy("id").execute();
      return rows.map(({ action, actor }) => `${action} ${actor}`);
    },
  };
}

/** Every kind of probe there is, and no endpoint. */
export async function watchingNothing(): Promise<Watching> {
  return {
    kinds: await loadProbes(),
    endpoints: new Map(),
    credentials: new Map(),
    quotas: new Map(),
    allowPrivate: [],
    trusted: null,
    channel: null,
    ownConnectivity: [],
    secrets: [],
  };
}

async function noLook(): Promise<Observation> {
  throw new Error("nothing is looked at here");
}
