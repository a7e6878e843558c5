import { connect as connectPlain, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { SecureContext, TLSSocket } from "node:tls";

import { Client } from "undici";
import type { buildConnector } from "undici";

import type { HttpAnswer, HttpFault, HttpRequest, PeerCertificate } from "#model/http-answer.ts";
import type { Phases } from "#model/observation.ts";
import type { Resolve } from "#watch/http/address-guard.ts";
import { certificatesOf } from "#watch/http/certificates.ts";
import { decodeBody } from "#watch/http/decode-body.ts";
import { faultOf } from "#watch/http/fault.ts";
import type { Stage } from "#watch/http/fault.ts";

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
  certificates: PeerCertificate[];
}

/**
 * Makes one request on a connection of its own, with the milliseconds of each phase: no retry, no redirect, and of the body
 * no more than its limit. What fails comes back as a fault, never thrown, but for the signal's own reason.
 */
export async function makeRequest(
  asked: HttpRequest,
  world: RequestWorld,
): Promise<HttpAnswer | HttpFault> {
  const { clock, timeout, signal } = world;
  const started = clock();
  const journey: Journey = {
    stage: "dns",
    phases: { dns: null, connect: null, tls: null, firstByte: null, body: null },
    address: "",
    certificates: [],
  };
  const late = AbortSignal.timeout(timeout);
  const ending = AbortSignal.any([signal, late]);
  const url = new URL(asked.url);
  const client = new Client(url.origin, {
    connect: connector(journey, world, ending),
    pipelining: 1,
    // The signal is the one clock.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
  });
  try {
    const answer = await client.request({
      method: asked.method,
      path: `${url.pathname}${url.search}`,
      headers: { ...asked.headers, connection: "close" },
      body: asked.body,
      signal: ending,
    });
    const begun = clock();
    journey.phases.firstByte = begun - started - spent(journey.phases);
    journey.stage = "body";
    const headers = joined(answer.headers);
    const hasBody =
      asked.method !== "HEAD" && answer.statusCode !== 204 && answer.statusCode !== 304;
    const encoding = hasBody ? headers["content-encoding"] : undefined;
    const read = readBody(decodeBody(answer.body, encoding), asked.bodyLimit);
    const { body, truncated } = await read;
    journey.phases.body = clock() - begun;
    return {
      status: answer.statusCode,
      headers,
      body,
      truncated,
      phases: journey.phases,
      milliseconds: clock() - started,
      at: world.now(),
      address: journey.address,
      certificates: journey.certificates,
    };
  } catch (error) {
    signal.throwIfAborted();
    const fault = faultOf(error, journey.stage, late.aborted);
    return { ...fault, phases: journey.phases, milliseconds: clock() - started };
  } finally {
    // Nothing waits for the far side to say goodbye.
    client.destroy().catch(() => undefined);
  }
}

/** Resolves, pins and connects, noting when each was done. */
function connector(
  journey: Journey,
  { resolve, secure, clock }: RequestWorld,
  ending: AbortSignal,
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
      if (ending.aborted) return;
      journey.phases.dns = lap();
      journey.address = address;
      journey.stage = "connect";
      const isSecure = protocol === "https:";
      const to = { host: address, port: Number(port || (isSecure ? 443 : 80)) };
      const socket = connectPlain({ ...to, noDelay: true, signal: ending });
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
        });
        secured.once("error", fail);
        secured.once("secureConnect", () => {
          journey.phases.tls = lap();
          secured.off("error", fail);
          journey.certificates = certificatesOf(secured);
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

async function readBody(
  stream: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ body: Uint8Array; truncated: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, limit), truncated: size > limit };
}

function spent({ dns, connect, tls }: Phases): number {
  return (dns ?? 0) + (connect ?? 0) + (tls ?? 0);
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      [value ?? ""].flat().join(name === "set-cookie" ? "\n" : ", "),
    ]),
  );
}
