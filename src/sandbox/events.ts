import { randomBytes } from "node:crypto";

import type { Parts } from "./parts.ts";

/** The scope without which Slack does not deliver an event, subscribed to or not. */
const scopes: Readonly<Record<string, string>> = {
  app_mention: "app_mentions:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  "message.im": "im:history",
  file_shared: "files:read",
  pin_added: "pins:read",
  pin_removed: "pins:read",
  reaction_added: "reactions:read",
  reaction_removed: "reactions:read",
};

/** Milliseconds before each repetition of an event nobody acknowledged. */
const repetitions = [0, 60_000, 300_000];

/** Tells the app of an event if it subscribed to `subscription` and may hear it; repeated up to three times while it is not acknowledged. */
export function sendEvent(
  parts: Parts,
  subscription: string,
  event: { readonly type: string } & Readonly<Record<string, unknown>>,
): void {
  if (!isSubscribed(parts, subscription)) return;
  const { teamId, appId, botUserId } = parts.workspace.installation;
  const payload = {
    token: "local",
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: appId,
    event: { event_ts: parts.workspace.timestamps.next(), ...event },
    type: "event_callback",
    event_id: `Ev${randomBytes(6).toString("hex").toUpperCase()}`,
    event_time: Math.floor(parts.clock() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: false,
  };
  void attempt(parts, payload, 0);
}

function isSubscribed({ events, scopes: granted }: Parts, subscription: string): boolean {
  const scope = scopes[subscription];
  const isAllowed = scope === undefined || granted.includes(scope);
  return isAllowed && (events === null || events.includes(subscription));
}

async function attempt(
  parts: Parts,
  payload: Readonly<Record<string, unknown>>,
  count: number,
): Promise<void> {
  const copies = parts.faults.meets("events_api", "duplicate_envelope") ? 2 : 1;
  const envelope = {
    type: "events_api" as const,
    payload,
    accepts_response_payload: false,
    retry_attempt: count,
    retry_reason: count === 0 ? "" : "timeout",
  };
  const delivery = await parts.sockets.deliver(envelope, copies);
  const pause = repetitions[count];
  if (delivery.state === "acknowledged" || pause === undefined) return;
  parts.tasks.after(pause, () => void attempt(parts, payload, count + 1));
}
