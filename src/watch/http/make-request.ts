import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { checkServerIdentity, connect as connectTls } from "node:tls";
import type { DetailedPeerCertificate, SecureContext, TLSSocket } from "node:tls";

import { Client } from "undici";
import type { buildConnector } from "undici";

import type { HttpAnswer, HttpFault, HttpRequest, PeerCertificate } from "#model/http-answer.ts";
import type { Phases } from "#model/observation.ts";
import type { Resolve } from "#watch/http/address-guard.ts";
import { certificatesOf } from "#watch/http/certificates.ts";
import { exchange } from "#watch/http/exchange.ts";
import { faultOf } from "#watch/http/fault.ts";
import type { Stage } from "#watch/http/fault.ts";
import { readChainOnce } from "#watch/http/shown-chain.ts";

export interface RequestWorld {
  readonly resolve: Resolve;
  /** Shared by requests with the same trust: making one for each costs more than the handshake. */
  readonly secure: SecureContext;
  /** Milliseconds of a monotonic clock. */
  readonly clock: () => number;
  /** The time it is, ISO 8601 in UTC. */
  readonly now: () => string;
  /** Milliseconds until a request is given up. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** How far one request came, and what it saw on its way. */
interface Journey {
  stage: Stage;
  readonly phases: { -readonly [Phase in keyof Phases]: number | null };
  address: string;
  certificates: readonly PeerCertificate[];
  socket: Socket | null;
  /** Whether its time was over, or nobody wants it any more. */
  ended: "late" | "aborted" | null;
}

/** One for all: making an error for each connection that is closed costs a tenth of the request. */
const over = new Error("the request is over");
const nothing = (): void => undefined;

/**
 * Makes one request on a connection of its own, with the milliseconds of each phase: no retry, no redirect, and of the body
 * no more than its limit. What fails comes back as a fault, never thrown, but for the signal's own reason.
 */
export async function makeRequest(
  asked: HttpRequest,
  world: RequestWorld,
): Promise<HttpAnswer | HttpFault> {
  const { clock, timeout, signal } = world;
  signal.throwIfAborted();
  const started = clock();
  const journey: Journey = {
    stage: "dns",
    phases: { dns: null, connect: null, tls: null, firstByte: null, body: null },
    address: "",
    certificates: [],
    socket: null,
    ended: null,
  };
  const url = new URL(asked.url);
  const client = new Client(url.origin, {
    connect: connector(journey, world),
    pipelining: 1,
    // There is one clock, below.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
  });
  const end = (how: "late" | "aborted") => (): void => {
    journey.ended ??= how;
    client.destroy(over, nothing);
    journey.socket?.destroy();
  };
  const late = setTimeout(end("late"), timeout);
  const aborted = end("aborted");
  signal.addEventListener("abort", aborted, { once: true });
  try {
    let begun = started;
    const answer = await exchange(client, url, asked, () => {
      begun = clock();
      journey.phases.firstByte = begun - started - spent(journey.phases);
      journey.stage = "body";
    });
    journey.phases.body = clock() - begun;
    return {
      ...answer,
      phases: journey.phases,
      milliseconds: clock() - started,
      at: world.now(),
      address: journey.address,
      certificates: journey.certificates,
    };
  } catch (error) {
    signal.throwIfAborted();
    const fault = faultOf(error, journey.stage, journey.ended === "late");
    return { ...fault, phases: journey.phases, milliseconds: clock() - started };
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", aborted);
    // Nothing waits for the far side to say goodbye.
    client.destroy(over, nothing);
    journey.socket?.destroy();
  }
}

/** Resolves, pins and connects, noting when each was done. */
function connector(
  journey: Journey,
  { resolve, secure, clock }: RequestWorld,
): buildConnector.connector {
  return (options, callback) => {
    const fail = (error: Error): void => callback(error, null);
    let mark = clock();
    const lap = (): number => {
      const before = mark;
      mark = clock();
      return mark - before;
    };
    const { protocol, port } = options;
    const hostname = options.hostname.replaceAll(/[[\]]/g, "");
    resolve(hostname).then(([address = ""]) => {
      if (journey.ended !== null) return;
      journey.phases.dns = lap();
      journey.address = address;
      journey.stage = "connect";
      const isSecure = protocol === "https:";
      const to = { host: address, port: Number(port || (isSecure ? 443 : 80)) };
      const socket = connectPlain({ ...to, noDelay: true });
      journey.socket = socket;
      socket.once("error", fail);
      socket.once("connect", () => {
        journey.phases.connect = lap();
        socket.off("error", fail);
        if (!isSecure) return ready(socket);
        journey.stage = "tls";
        const secured = connectTls({
          socket,
          secureContext: secure,
          host: hostname,
          // An address is no name to ask for, and its certificate is still to be for it.
          servername: isIP(hostname) === 0 ? (options.servername ?? hostname) : "",
          // Node reads the whole chain to check it: asking for it again would cost as much as the rest of the handshake.
          checkServerIdentity: (host, shown) => {
            journey.certificates = certificatesOf(shown as DetailedPeerCertificate);
            return checkServerIdentity(host, shown);
          },
        });
        readChainOnce(secured, `${hostname}:${to.port}`);
        secured.once("error", fail);
        secured.once("secureConnect", () => {
          journey.phases.tls = lap();
          secured.off("error", fail);
          ready(secured);
        });
      });
    }, fail);
    const ready = (socket: Socket | TLSSocket): void => {
      journey.stage = "first_byte";
      callback(null, socket);
    };
  };
}

function spent({ dns, connect, tls }: Phases): number {
  return (dns ?? 0) + (connect ?? 0) + (tls ?? 0);
}
