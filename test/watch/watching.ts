import { pino } from "pino";

import { loadProbes } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { openStore } from "#store/store.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";
import type { WatchParts } from "#watch/watch-parts.ts";
import { Watch } from "#watch/watch.ts";
import type { Watching } from "#watch-settings.ts";

const kinds = await loadProbes();

/** An endpoint that is up while its address answers with 200. */
export function endpointAt(id: string, url: string, more: Partial<Endpoint> = {}): Endpoint {
  const settings = kinds.get("http")?.settings.parse({ url, assert: [{ status: 200 }] });
  return { ...typedEndpoint(url, kinds), id, settings, interval: 1000, ...more };
}

/** What a configuration would say of endpoints. */
export function watchingOf(endpoints: readonly Endpoint[], more: Partial<Watching> = {}): Watching {
  return {
    kinds,
    endpoints: new Map(endpoints.map((endpoint) => [endpoint.id, endpoint])),
    credentials: new Map(),
    quotas: new Map(),
    allowPrivate: ["127.0.0.0/8"],
    trusted: null,
    channel: null,
    ownConnectivity: [],
    secrets: [],
    ...more,
  };
}

export interface Watched {
  readonly watch: Watch;
  readonly store: Store;
  /** Every look, as history hears of it. */
  readonly looks: { readonly endpoint: string; readonly condition: string; readonly at: number }[];
  readonly close: () => Promise<void>;
}

/** A watch at work on a database. */
export async function watchOn(
  options: StoreOptions,
  watching: Watching,
  parts: Partial<WatchParts> = {},
): Promise<Watched> {
  const store = await openStore(options);
  const looks: Watched["looks"] = [];
  const watch = new Watch({
    store,
    watching,
    recorder: {
      record: (endpoint, { at, observation: { condition } }) =>
        void looks.push({ endpoint, condition, at }),
      flush: () => Promise.resolve(),
    },
    arrivals: () => Promise.reject(new Error("nobody said how records come in")),
    log: pino({ level: "silent" }),
    ...parts,
  });
  await watch.work();
  return {
    watch,
    store,
    looks,
    async close() {
      await watch.stop();
      await store.close();
    },
  };
}

/** What was to be said of endpoints, in order: `shop down`. */
export async function saidIn({ db }: Pick<Store, "db">): Promise<string[]> {
  const rows = await db
    .selectFrom("endpoint_transition")
    .select(["endpoint", "transition"])
    .orderBy("id")
    .execute();
  return rows.map(({ endpoint, transition }) => `${endpoint} ${transition.kind}`);
}
