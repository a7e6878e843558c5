import { readFile } from "node:fs/promises";
import { createSecureContext, rootCertificates } from "node:tls";
import type { SecureContext } from "node:tls";

import { ConfigError } from "#errors.ts";
import type { HttpRequest } from "#model/http-answer.ts";
import { openCredentials } from "#watch/credentials/credentials.ts";
import type { ClientCertificate } from "#watch/credentials/credentials.ts";
import { resolverOf } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";
import type { LookParts } from "#watch/look.ts";
import { openMask } from "#watch/mask.ts";
import { openLedger } from "#watch/quota.ts";
import type { Watching } from "#watch-settings.ts";

/** Milliseconds that a token server has. */
const tokenTimeout = 10_000;

/** What every look shares: trust, credentials, quotas, the guard of addresses, the mask of secrets. */
export async function openLookParts(
  watching: Watching,
  outside: Pick<LookParts, "arrivals" | "lastBeat" | "notebook" | "onFault"> &
    Partial<Pick<LookParts, "ledger">>,
): Promise<LookParts> {
  const clock = (): number => performance.now();
  const now = (): string => new Date().toISOString();
  const resolve = resolverOf(watching.allowPrivate);
  const mask = openMask(watching.secrets);
  const secure = await trustOf(watching.trusted);
  const shared = secure(null);
  const request = (asked: HttpRequest) =>
    makeRequest(asked, {
      resolve,
      secure: shared,
      clock,
      now,
      timeout: tokenTimeout,
      signal: new AbortController().signal,
    });
  const credentials = openCredentials(watching.credentials, { request, secure, clock, now, mask });
  const { ledger = openLedger(watching.quotas) } = outside;
  return { ...outside, kinds: watching.kinds, mask, resolve, credentials, ledger, clock, now };
}

/** A key share of the hybrid group that OpenSSL would add is a sixth of a handshake, and is asked for by nobody yet. */
const ecdhCurve = "X25519:P-256:P-384:P-521";

/** Makes contexts that trust the usual issuers and those of a file. */
async function trustOf(
  file: string | null,
): Promise<(client: ClientCertificate | null) => SecureContext> {
  const own = file === null ? null : await readFile(file, "utf8").catch(unreadable(file));
  const trust = { ecdhCurve, ...(own === null ? {} : { ca: [...rootCertificates, own] }) };
  const plain = createSecureContext(trust);
  return (client) => (client === null ? plain : createSecureContext({ ...trust, ...client }));
}

function unreadable(file: string): (cause: Error) => never {
  return (cause) => {
    const advice = "name a file of certificates (PEM) under watch.trusted, or leave it out";
    throw new ConfigError(`${file} cannot be read: ${cause.message}; ${advice}.`, { cause });
  };
}
