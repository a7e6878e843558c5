import type { Config } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import type { Outage } from "#model/loss-estimate.ts";
import type { IllTime } from "#model/outages.ts";
import { unionOf } from "#model/outages.ts";

/** An ill time of an endpoint as the outages it was: one, or several shares of one that turned to and fro. */
export type OutagesOf = (time: IllTime, endpoint: Endpoint) => Promise<readonly Outage[]>;

/** What failed at a source: outages of each program, under null those of all programs. */
export interface AtSource {
  readonly source: string;
  readonly outages: ReadonlyMap<string | null, readonly Outage[]>;
}

/** Whose records endpoints have lost, and why it cannot be told of the others. */
export async function whatIsLost(
  times: readonly IllTime[],
  config: Pick<Config, "sources" | "watch">,
  outagesOf: OutagesOf,
): Promise<{ readonly sources: readonly AtSource[]; readonly untold: readonly string[] }> {
  const sources = new Map<string, Map<string | null, Outage[]>>();
  const untold = new Set<string>();
  for (const time of times) {
    const endpoint = config.watch.endpoints.get(time.endpoint);
    const source = endpoint ? sourceOf(endpoint, config) : gone(time.endpoint);
    if (!endpoint || typeof source !== "string") {
      untold.add(typeof source === "string" ? gone(time.endpoint).reason : source.reason);
      continue;
    }
    const programs = sources.get(source) ?? new Map<string | null, Outage[]>();
    sources.set(source, programs);
    const known = programs.get(endpoint.program) ?? [];
    programs.set(endpoint.program, [...known, ...(await outagesOf(time, endpoint))]);
  }
  return {
    sources: [...sources].map(([source, outages]) => ({ source, outages })),
    untold: [...untold],
  };
}

/** The outages of one program, those of all programs among them. */
export function outagesOfProgram({ outages }: AtSource, program: string | null): Outage[] {
  const own = program === null ? [] : (outages.get(program) ?? []);
  return unionOf([...own, ...(outages.get(null) ?? [])]);
}

/** The source whose conversions an endpoint brings, or the sentence why there is none. */
function sourceOf(
  { id, source, dataset }: Endpoint,
  { sources }: Pick<Config, "sources">,
): string | { readonly reason: string } {
  if (dataset !== null && dataset !== "conversions") {
    return {
      reason: `${id} carries ${dataset}: what is due meanwhile comes later, and is not lost.`,
    };
  }
  if (dataset === null) {
    return {
      reason: `Whether conversions are lost by ${id} is not said; if they are, write dataset: conversions under endpoints.${id}.`,
    };
  }
  const [only, ...others] = sources.keys();
  const meant = source ?? (others.length === 0 ? only : undefined);
  const exporting = meant === undefined ? undefined : sources.get(meant);
  if (meant === undefined || !exporting) {
    return {
      reason: `Whose conversions ${id} brings is not said; write source under endpoints.${id}.`,
    };
  }
  if (!exporting.kind.datasets(exporting.settings).includes("conversions")) {
    return {
      reason: `${meant} does not export conversions, so those that are lost cannot be told.`,
    };
  }
  return meant;
}

function gone(endpoint: string): { readonly reason: string } {
  return { reason: `${endpoint} is no longer in the configuration.` };
}
