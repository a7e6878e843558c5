import { z } from "zod";

/** One end of a TCP connection. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Reads `host:port`, an IPv6 host in brackets; `said` tells the accepted form where it is not one. */
export function address(said: string) {
  return z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}$/, said)
    .transform((text): Address => {
      const colon = text.lastIndexOf(":");
      const host = text.slice(0, colon).replace(/^\[|\]$/g, "");
      return { host, port: Number(text.slice(colon + 1)) };
    })
    .refine(({ port }) => port < 65_536, "a port is at most 65535");
}
