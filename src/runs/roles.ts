import type { Role, RoleAction, Roles } from "#model/roles.ts";

/** Somebody who wants to do something, and where. */
export interface Person {
  readonly user: string;
  /** The user groups they are in. */
  readonly groups: readonly string[];
  readonly channel: string;
}

export interface Deed {
  readonly runbook: string;
  /** The role a step asks for; null when it asks for none. */
  readonly role: string | null;
  /** What is refused, where the action is called something else. */
  readonly verb?: string;
}

/**
 * Null when a person may do it, else a sentence that says who can. What no role is given is open to everybody; a step's
 * own role decides alone, and where there are roles, one that is none of them lets nobody through.
 */
export function mayDo(roles: Roles, person: Person, action: RoleAction, deed: Deed): string | null {
  const allowed = rolesFor(roles, action, deed);
  if (allowed === null) return null;
  const verb = deed.verb ?? verbs[action];
  if (allowed.length === 0) {
    return `Nobody may ${verb} ${deed.runbook}: no role is called "${deed.role}" in the configuration. Add it to roles: there, or cancel the run and mend the runbook.`;
  }
  if (allowed.some(([, role]) => holds(person, role))) return null;
  const names = allowed.map(([name]) => name).join(" or ");
  const here = allowed.some(([, role]) => isHolder(person, role)) ? " in this channel" : "";
  return `You may not ${verb} ${deed.runbook}${here}. Ask ${names}${holders(allowed)}.`;
}

const verbs: Readonly<Record<RoleAction, string>> = {
  start: "start",
  answer: "answer for",
  approve: "approve",
  cancel: "cancel",
  evidence: "add evidence to",
};

/** The roles that decide about a deed; null when none does, none of them when it asks for a role that does not exist. */
export function rolesFor(
  roles: Roles,
  action: RoleAction,
  { runbook, role }: Deed,
): readonly (readonly [string, Role])[] | null {
  if (role !== null && roles.size > 0) {
    const named = roles.get(role);
    return named ? [[role, named]] : [];
  }
  const able = [...roles].filter(
    ([, { may, runbooks }]) =>
      may.includes(action) && (runbooks.length === 0 || runbooks.includes(runbook)),
  );
  return able.length > 0 ? able : null;
}

function isHolder({ user, groups }: Person, role: Role): boolean {
  return role.users.includes(user) || role.groups.some((group) => groups.includes(group));
}

function holds(person: Person, role: Role): boolean {
  const { channels } = role;
  return isHolder(person, role) && (channels.length === 0 || channels.includes(person.channel));
}

/** Ids in Slack's own form, which Slack shows as names. */
function holders(roles: readonly (readonly [string, Role])[]): string {
  const users = roles.flatMap(([, role]) => role.users.map((user) => `<@${user}>`));
  const groups = roles.flatMap(([, role]) => role.groups.map((group) => `<!subteam^${group}>`));
  const all = [...new Set([...users, ...groups])].slice(0, 10);
  return all.length > 0 ? ` (${all.join(", ")})` : "";
}
