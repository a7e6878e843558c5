import { Resolver } from "node:dns/promises";

import type { ProbeWorld } from "#probe.ts";
import type { Resolve } from "#watch/http/address-guard.ts";

/** Asks a name server for the records of a name; the server's own address is guarded like any other. */
export function askerOf(
  resolve: Resolve,
  { timeout, signal }: { readonly timeout: number; readonly signal: AbortSignal },
): ProbeWorld["resolve"] {
  return async (name, type, server) => {
    const resolver = new Resolver({ timeout, tries: 1 });
    if (server !== null) resolver.setServers([await addressOf(server, resolve)]);
    const cancel = (): void => resolver.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const records = await recordsOf(resolver, name, type);
      return records.toSorted();
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  };
}

async function recordsOf(
  resolver: Resolver,
  name: string,
  type: Parameters<ProbeWorld["resolve"]>[1],
): Promise<string[]> {
  switch (type) {
    case "A":
      return resolver.resolve4(name);
    case "AAAA":
      return resolver.resolve6(name);
    case "CNAME":
      return resolver.resolveCname(name);
    case "NS":
      return resolver.resolveNs(name);
    case "MX": {
      const records = await resolver.resolveMx(name);
      return records.map(({ priority, exchange }) => `${priority} ${exchange}`);
    }
    case "TXT": {
      const records = await resolver.resolveTxt(name);
      return records.map((parts) => parts.join(""));
    }
  }
}

/** `9.9.9.9`, `ns.example.com:5353`, `[2620:fe::9]:53`. */
async function addressOf(server: string, resolve: Resolve): Promise<string> {
  const isBareSix = server.split(":").length > 2 && !server.startsWith("[");
  const url = new URL(`dns://${isBareSix ? `[${server}]` : server}`);
  const [address = ""] = await resolve(url.hostname);
  const host = address.includes(":") ? `[${address}]` : address;
  return url.port === "" ? host : `${host}:${url.port}`;
}
