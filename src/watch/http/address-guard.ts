import { lookup } from "node:dns/promises";

import ipaddr from "ipaddr.js";

import { UsageError } from "#errors.ts";

/** Addresses of a host, each of which may be connected to. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** An address that must not be probed: our own network is nobody's to look at from a chat. */
export class ForbiddenAddress extends UsageError {}

/** Asks the system for a host's addresses; those of this network are refused unless the configuration allows them. */
export function resolverOf(allowed: readonly string[]): Resolve {
  const networks = allowed.map((network) => ipaddr.parseCIDR(network));
  return async (host) => {
    const plain = host.replace(/^\[|\]$/g, "");
    const found = ipaddr.isValid(plain)
      ? [plain]
      : (await lookup(plain, { all: true })).map(({ address }) => address);
    // One of several that leads inside is enough: which one is taken is not ours to say.
    for (const address of found) {
      if (isPublic(address) || isAllowed(address, networks)) continue;
      const which = address === plain ? `${plain} is` : `${host} is ${address},`;
      throw new ForbiddenAddress(
        `${which} an address of a private network; name its network under watch.allow_private to probe it`,
      );
    }
    return found;
  };
}

/** Whether an address is one of the public internet. */
function isPublic(address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === "unicast";
}

function isAllowed(address: string, networks: readonly ReturnType<typeof ipaddr.parseCIDR>[]) {
  const parsed = ipaddr.process(address);
  return networks.some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
  );
}
