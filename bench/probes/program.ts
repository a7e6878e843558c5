import { loadProbes } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";
import type { Watching } from "#watch-settings.ts";

const kinds = await loadProbes();

/** So many endpoints of one address, each with two assertions, as a configuration would have them. */
export function endpointsOf(url: string, count: number, interval: number): Endpoint[] {
  const assert = [{ status: 200 }, { body: { contains: '"ok":true' } }];
  return Array.from({ length: count }, (_, index) => {
    const own = `${url}/${index}`;
    const settings = kinds.get("http")?.settings.parse({ url: own, assert });
    // A host each, as those of a program mostly are: else four at once are all there may be.
    return { ...typedEndpoint(own, kinds), id: `endpoint-${index}`, settings, interval, host: own };
  });
}

export function watchingOf(endpoints: readonly Endpoint[], trusted: string): Watching {
  return {
    kinds,
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
    credentials: new Map(),
    quotas: new Map(),
    allowPrivate: ["127.0.0.0/8"],
    trusted,
    channel: null,
    ownConnectivity: [],
    secrets: ["bench-secret-that-never-occurs"],
  };
}
