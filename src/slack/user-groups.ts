import type { WebClient } from "@slack/web-api";
import type { Logger } from "pino";

import type { Roles } from "#model/roles.ts";
import { isRefusal, wordsOf } from "#slack/delivery-failure.ts";

/** A change of a group is noticed within this time. */
const goodFor = 60_000;

/** Who is in the user groups that roles name, asked of Slack at most once a minute. */
export class UserGroups {
  readonly #client: WebClient;
  readonly #log: Logger;
  readonly #known = new Map<string, { members: Promise<readonly string[]>; until: number }>();

  constructor(client: WebClient, log: Logger) {
    this.#client = client;
    this.#log = log;
  }

  /** Those of the roles' groups that a person is in. */
  async of(user: string, roles: Roles): Promise<string[]> {
    const groups = [...new Set([...roles.values()].flatMap((role) => role.groups))];
    const members = await Promise.all(groups.map((group) => this.#membersOf(group)));
    return groups.filter((_, index) => members[index]?.includes(user));
  }

  async #membersOf(group: string): Promise<readonly string[]> {
    const known = this.#known.get(group);
    if (known && known.until > Date.now()) return known.members;
    const members = this.#ask(group);
    this.#known.set(group, { members, until: Date.now() + goodFor });
    members.catch(() => this.#known.delete(group));
    return members;
  }

  /** A group that Slack does not show us has nobody in it; that is a fault of the deployment, and in the log. */
  async #ask(group: string): Promise<readonly string[]> {
    try {
      return (await this.#client.usergroups.users.list({ usergroup: group })).users ?? [];
    } catch (error) {
      if (!isRefusal(error, "missing_scope", "no_such_subteam", "subteam_not_found")) throw error;
      this.#log.error({ group, said: wordsOf(error) }, "a role's user group cannot be read");
      return [];
    }
  }
}
