import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createRaw } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";

import { afterEach, onTestFinished } from "vitest";

import type { ProbeKind, ProbeWorld } from "#probe.ts";
import { askerOf } from "#watch/dns/ask-records.ts";
import { resolverOf } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** Listens on a free port of loopback until the test ends. */
export async function listening(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** A web server; what it answers is the test's. */
export async function serving(answer: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listening(createServer(answer))}`;
}

/** A server that speaks whatever the test has it say, or nothing. */
export async function speaking(talk: (socket: Socket) => void): Promise<string> {
  const server = createRaw((socket) => {
    // The near side gives up as it likes.
    socket.on("error", () => undefined);
    talk(socket);
  });
  return `http://127.0.0.1:${await listening(server)}`;
}

/** An address at which nobody listens. */
export async function nobody(): Promise<string> {
  const address = await speaking(() => {});
  open.pop()?.close();
  return address;
}

/** What may be said of the world of one look. */
type Given = Partial<ProbeWorld> & {
  readonly timeout?: number;
  readonly secure?: SecureContext;
  readonly allowed?: readonly string[];
};

/** The world a probe is given: real requests, on loopback only. */
function worldOf(given: Given = {}): ProbeWorld {
  const { timeout = 2000, secure = createSecureContext(), allowed = ["127.0.0.0/8"] } = given;
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const { signal } = stop;
  const clock = (): number => performance.now();
  const now = (): string => new Date().toISOString();
  const resolve = resolverOf(allowed);
  const nothing = (): never => {
    throw new Error("nobody said how records come in");
  };
  return {
    request: (asked) =>
      makeRequest(asked, {
        resolve,
        secure,
        clock,
        now,
        timeout: asked.timeout ?? timeout,
        signal,
      }),
    resolve: askerOf(resolve, { timeout, signal }),
    arrivals: nothing,
    lastBeat: nothing,
    notebook: null,
    clock,
    now,
    signal,
    ...given,
  };
}

/** Looks by a probe with settings as a configuration would write them. */
export function lookBy<Settings>(probe: ProbeKind<Settings>, settings: unknown, given: Given = {}) {
  return probe.look(probe.settings.parse(settings), worldOf(given));
}

/** The sentences with which a probe refuses settings. */
export function refusalsOf<Settings>(probe: ProbeKind<Settings>, settings: unknown): string[] {
  return probe.settings.safeParse(settings).error?.issues.map(({ message }) => message) ?? [];
}
