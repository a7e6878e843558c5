import type { Endpoint } from "#model/endpoint.ts";
import type { Shared } from "#model/incident.ts";

/** What decides with which others an endpoint fails. */
export type Kin = Pick<Endpoint, "id" | "provider" | "host" | "dependsOn" | "channel" | "interval">;

/** Endpoints, and everything that each cannot be up without, near and far. */
export interface Kinship {
  readonly endpoints: ReadonlyMap<string, Kin>;
  readonly needs: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Follows what endpoints depend on to its end. */
export function kinshipOf(endpoints: ReadonlyMap<string, Kin>): Kinship {
  const needs = new Map([...endpoints.keys()].map((id) => [id, needsOf(id, endpoints)]));
  return { endpoints, needs };
}

/** An endpoint is not among its own needs, even in a circle. */
function needsOf(id: string, endpoints: ReadonlyMap<string, Kin>): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of endpoints.get(next)?.dependsOn ?? []) {
      if (other === id || found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

/** True of one that cannot be up without the other. */
function needs(one: string, other: string, kinship: Kinship): boolean {
  return kinship.needs.get(one)?.has(other) ?? false;
}

/** How near one endpoint's failing is to another's: the lower, the nearer; null where they have nothing in common. */
export function nearness(one: string, other: string, kinship: Kinship): number | null {
  if (needs(one, other, kinship)) return 0;
  if (needs(other, one, kinship)) return 1;
  const [left, right] = [kinship.endpoints.get(one), kinship.endpoints.get(other)];
  if (!left || !right) return null;
  if (left.provider !== null && left.provider === right.provider) return 2;
  if (left.host !== null && left.host === right.host) return 3;
  return null;
}

/** What endpoints that fail together have in common; null where they are only linked one by one. */
export function commonOf(ids: readonly string[], kinship: Kinship): Shared | null {
  const all = [...new Set(ids)];
  const [first] = all;
  if (first === undefined) return null;
  if (all.length === 1) return { by: "endpoint", name: first };
  const root = all.find((id) => all.every((other) => other === id || needs(other, id, kinship)));
  if (root !== undefined) return { by: "dependency", name: root };
  const provider = alike(all.map((id) => kinship.endpoints.get(id)?.provider));
  if (provider !== null) return { by: "provider", name: provider };
  const host = alike(all.map((id) => kinship.endpoints.get(id)?.host));
  return host === null ? null : { by: "host", name: host };
}

function alike(names: readonly (string | null | undefined)[]): string | null {
  const [first, ...others] = new Set(names);
  return others.length === 0 ? (first ?? null) : null;
}
