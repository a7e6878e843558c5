import { z } from "zod";

export const roleActions = ["start", "answer", "approve", "cancel", "evidence"] as const;
export type RoleAction = (typeof roleActions)[number];

/** Who holds a role, and what it allows; an empty list of channels or runbooks means all of them. */
export interface Role {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
  /** Slack channel ids. */
  readonly channels: readonly string[];
  readonly may: readonly RoleAction[];
  readonly runbooks: readonly string[];
}

/** Roles by the name the configuration gives them. */
export type Roles = ReadonlyMap<string, Role>;

const ids = z.array(z.string().min(1)).default([]);

/** What the configuration says of one role. */
export const roleSettings = z.strictObject({
  users: ids,
  groups: ids,
  channels: ids,
  may: z.array(z.enum(roleActions)).default([]),
  runbooks: ids,
});
