import { join } from "node:path";

import { loadConfig, loadConfigIfThere, loadProbes } from "#config.ts";
import type { Config } from "#config.ts";
import { exitStatus, UsageError } from "#errors.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { isBlind } from "#model/observation.ts";
import type { Observation } from "#model/observation.ts";
import { suggestion } from "#nearest.ts";
import { observationDocument, observationText } from "#terminal/observation-text.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";
import { arrivalsOf } from "#watch/arrivals.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { look } from "#watch/look.ts";
import type { LookParts } from "#watch/look.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";
import type { Watching } from "#watch-settings.ts";

type ProbeOptions = SharedOptions & { readonly url?: string };

/** Looks that are under way at once. */
const atOnce = 8;

/** Looks once at one endpoint, at every one, or at an address; exit status 1 where one is bad, else that of what kept one from being looked at. */
export async function probeRun(id: string | undefined, options: ProbeOptions): Promise<void> {
  const { config, watching, endpoints } = await askedFor(id, options);
  const { signal } = new AbortController();
  const arrivals: LookParts["arrivals"] = ({ source }, dataset, scope) => {
    if (!config) throw new UsageError("there is no configuration that names a source.");
    const scratchFolder = join(options.data, "scratch", "terminal");
    return arrivalsOf(source, { dataset, scope }, { config, scratchFolder, signal });
  };
  const faults: unknown[] = [];
  const parts = await openLookParts(watching, {
    arrivals,
    lastBeat: () => {
      throw new UsageError("only the running bot knows when it was called.");
    },
    onFault: (fault) => void faults.push(fault),
  });
  const seen = new Map<Endpoint, Observation>();
  const waiting = [...endpoints];
  const lookOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const observation = await look(next, parts, signal);
      seen.set(next, observation);
      if (!options.json) process.stdout.write(`${observationText(next, observation)}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lookOn));
  if (options.json) {
    const looks = endpoints.map((endpoint) => observationDocument(endpoint, seen.get(endpoint)));
    printJson({ looks });
  }
  for (const fault of faults.filter((one) => exitStatus(one) === 4)) {
    process.stderr.write(printable(`${(fault as Error).stack ?? String(fault)}\n`));
  }
  process.exitCode = statusOf([...seen.values()], faults);
}

interface Asked {
  readonly config: Config | null;
  readonly watching: Watching;
  readonly endpoints: readonly Endpoint[];
}

async function askedFor(
  id: string | undefined,
  { config: file, url }: ProbeOptions,
): Promise<Asked> {
  if (url !== undefined) {
    if (id !== undefined)
      throw new UsageError("Name an endpoint or give --url, not both.", ["url"]);
    const config = await loadConfigIfThere(file);
    const watching = config?.watch ?? nothing(await loadProbes());
    return { config, watching, endpoints: [typedEndpoint(url, watching.kinds)] };
  }
  const config = await loadConfig(file);
  const { watch: watching } = config;
  const known = [...watching.endpoints.keys()];
  if (id === undefined) {
    if (known.length > 0) return { config, watching, endpoints: [...watching.endpoints.values()] };
    const advice = "write one under endpoints, or look at an address by --url https://example.com";
    throw new UsageError(`${file} names no endpoint: ${advice}.`, ["endpoint"]);
  }
  const endpoint = watching.endpoints.get(id);
  if (endpoint) return { config, watching, endpoints: [endpoint] };
  throw new UsageError(`There is no endpoint "${id}".${suggestion(id, known)}`, ["endpoint"]);
}

function nothing(kinds: Watching["kinds"]): Watching {
  return {
    kinds,
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

/** What was found comes before what could not be looked at; of that the worst counts: ours, theirs, the person's. */
function statusOf(seen: readonly Observation[], faults: readonly unknown[]): number {
  const isBad = seen.some(({ condition }) => condition !== "up" && !isBlind(condition));
  if (isBad) return 1;
  const refused = seen.some(({ condition }) => isBlind(condition)) ? 2 : 0;
  return Math.max(refused, ...faults.map(exitStatus));
}
