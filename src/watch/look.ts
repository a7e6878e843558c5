import type { Endpoint } from "#model/endpoint.ts";
import type { Observation } from "#model/observation.ts";
import type { Arrivals, Notebook, ProbeKind, ProbeWorld } from "#probe.ts";
import { askerOf } from "#watch/dns/ask-records.ts";
import type { Mask } from "#watch/mask.ts";
import { requestFor } from "#watch/requester.ts";
import type { RequesterParts } from "#watch/requester.ts";

export interface LookParts extends RequesterParts {
  readonly kinds: ReadonlyMap<string, ProbeKind>;
  readonly mask: Mask;
  readonly arrivals: (
    endpoint: Endpoint,
    ...of: Parameters<ProbeWorld["arrivals"]>
  ) => Promise<Arrivals>;
  readonly lastBeat: (endpoint: Endpoint) => Promise<string | null>;
  /** Where an endpoint's looks remember; none unless said. */
  readonly notebook?: (endpoint: Endpoint) => Notebook;
  /** Hears of what is a bug of ours; the look itself is `unknown`. */
  readonly onFault: (error: unknown) => void;
}

/** Looks at an endpoint once. What it says holds no secret; what we ourselves could not do is `unknown`, never thrown. */
export async function look(
  endpoint: Endpoint,
  parts: LookParts,
  signal: AbortSignal,
): Promise<Observation> {
  const { kinds, mask, clock, now, resolve, arrivals, lastBeat, onFault } = parts;
  const { id, kind, settings, timeout } = endpoint;
  const started = clock();
  const probe = kinds.get(kind);
  if (!probe) throw new Error(`endpoint ${id} is of kind ${kind}, which is on no shelf`);
  const left = (): number => timeout - (clock() - started);
  const world: ProbeWorld = {
    request: (asked) => requestFor(asked, { timeout: left(), signal }, parts),
    resolve: askerOf(resolve, { timeout, signal }),
    arrivals: (dataset, scope) => arrivals(endpoint, dataset, scope),
    lastBeat: () => lastBeat(endpoint),
    notebook: parts.notebook?.(endpoint) ?? null,
    clock,
    now,
    signal,
  };
  try {
    return mask.deep(await probe.look(settings, world));
  } catch (error) {
    signal.throwIfAborted();
    onFault(error);
    const reason = mask.text(error instanceof Error ? error.message : String(error));
    const text = `${id} could not be looked at: ${reason.replace(/\.$/, "")}.`;
    return { condition: "unknown", text, milliseconds: clock() - started };
  }
}
