import { z } from "zod";

import { flag } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import type { BoxGroup } from "#sandbox/contract.ts";
import { Refusal } from "#sandbox/refusal.ts";
import type { Workspace } from "#sandbox/state/workspace.ts";

const reads = ["usergroups:read"];

const list = method(
  reads,
  z.object({ include_users: flag, include_count: flag, include_disabled: flag }),
  (call, { workspace }) => ({
    usergroups: [...workspace.groups.values()].map((group) => ({
      id: group.id,
      team_id: workspace.installation.teamId,
      is_usergroup: true,
      name: group.name,
      description: "",
      handle: group.handle,
      is_external: false,
      date_delete: 0,
      auto_type: null,
      prefs: { channels: [], groups: [] },
      ...(call.include_users && { users: membersOf(workspace, group) }),
      ...(call.include_count && { user_count: membersOf(workspace, group).length }),
    })),
  }),
);

const users = method(
  reads,
  z.object({ usergroup: z.string(), include_disabled: flag }),
  (call, { workspace }) => {
    const group = workspace.groups.get(call.usergroup);
    if (group === undefined) throw new Refusal("no_such_subteam");
    return { users: membersOf(workspace, group) };
  },
);

/** An older workspace may not have everybody whom a group was given later. */
function membersOf(workspace: Workspace, group: BoxGroup): readonly string[] {
  return group.users.filter((id) => workspace.users.has(id));
}

export const groups: Readonly<Record<string, Method>> = {
  "usergroups.list": list,
  "usergroups.users.list": users,
};
