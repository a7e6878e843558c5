import type { BoxAnswer, BoxUser } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import type { Delivery, Envelope } from "#sandbox/socket/sockets.ts";

/** What every interaction tells the app of where and by whom it was done. */
export function occasion({ workspace, triggers }: Parts, user: BoxUser): Record<string, unknown> {
  const { teamId, teamDomain, appId } = workspace.installation;
  return {
    team: { id: teamId, domain: teamDomain },
    user: { id: user.id, username: user.name, name: user.name, team_id: teamId },
    api_app_id: appId,
    token: "local",
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: triggers.issue(user.id),
  };
}

/** The person acting; only people act. */
export function personOf({ workspace }: Parts, id: string): BoxUser {
  const user = workspace.users.get(id);
  if (user === undefined || user.is_bot) throw new Refusal("user_not_found");
  return user;
}

export function responseAddress(
  { responses, url }: Parts,
  user: string,
  channel: string,
  ts?: string,
): string {
  return `${url}/response/${responses.issue({ user, channel, ...(ts && { ts }) })}`;
}

/** Delivers an interaction, twice when that was asked for. */
export function deliver(parts: Parts, envelope: Envelope): Promise<Delivery> {
  const copies = parts.faults.meets("socket", "duplicate_envelope") ? 2 : 1;
  return parts.sockets.deliver(envelope, copies);
}

export function refused(error: string, text: string): BoxAnswer {
  return { ok: false, error, text };
}

/** The sentence for a click or form that the app did not take. */
export function unanswered({ workspace }: Parts, state: Delivery["state"]): BoxAnswer {
  const { real_name: name } = workspace.bot;
  return state === "timed_out"
    ? refused("operation_timeout", `${name} did not answer in time (operation_timeout). Try again.`)
    : refused("dispatch_failed", `${name} is not connected (dispatch_failed). Is it running?`);
}
