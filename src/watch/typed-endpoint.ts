import { UsageError } from "#errors.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { usualObjective } from "#model/history.ts";
import type { ProbeKind } from "#probe.ts";

/** An address that a person typed, as an endpoint that is looked at once: its answer is to be a success. */
export function typedEndpoint(address: string, kinds: ReadonlyMap<string, ProbeKind>): Endpoint {
  const kind = "http";
  const probe = kinds.get(kind);
  if (!probe) throw new Error(`kind ${kind} is on no shelf`);
  const read = probe.settings.safeParse({ url: address, assert: [{ status: "2xx" }] });
  if (!read.success) {
    const [{ message } = { message: "it is no address" }] = read.error.issues;
    throw new UsageError(`"${address}" cannot be looked at: ${message}.`, ["url"]);
  }
  const settings = read.data;
  return {
    id: address,
    kind,
    settings,
    interval: 60_000,
    timeout: 10_000,
    source: null,
    program: null,
    dataset: null,
    provider: null,
    host: probe.host(settings),
    dependsOn: [],
    objective: usualObjective,
    retried: 0,
    channel: null,
    owner: null,
    maintenance: [],
    credential: null,
    requests: probe.requests(settings),
  };
}
