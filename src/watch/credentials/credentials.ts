import { readFile } from "node:fs/promises";
import type { SecureContext } from "node:tls";

import { secretFields } from "#model/credential.ts";
import type { Credential } from "#model/credential.ts";
import type { HttpAnswer, HttpFault, HttpRequest } from "#model/http-answer.ts";
import { noPhases } from "#model/observation.ts";
import { signatureOf } from "#watch/credentials/signature.ts";
import { openTokens } from "#watch/credentials/tokens.ts";
import type { Mask } from "#watch/mask.ts";

interface CredentialWorld {
  /** Makes one request without any credential. */
  readonly request: (request: HttpRequest) => Promise<HttpAnswer | HttpFault>;
  /** A context that trusts what is trusted here, and shows this certificate. */
  readonly secure: (client: ClientCertificate | null) => SecureContext;
  readonly clock: () => number;
  readonly now: () => string;
  readonly mask: Mask;
}

export interface ClientCertificate {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly passphrase?: string | undefined;
}

/** A request that says who asks, and the certificate that is shown with it. */
export interface Signed {
  readonly request: HttpRequest;
  readonly secure: SecureContext;
}

export interface Credentials {
  /** The request as its credential signs it, or why it cannot. */
  readonly sign: (request: HttpRequest) => Promise<Signed | HttpFault>;
  /** The platform did not accept it. */
  readonly refused: (name: string) => void;
}

/** The credentials of a configuration, each shared by all that name it; their secrets are masked from the start. */
export function openCredentials(
  configured: ReadonlyMap<string, Credential>,
  world: CredentialWorld,
): Credentials {
  const { secure, now, mask } = world;
  const tokens = openTokens(world);
  const plain = secure(null);
  const contexts = new Map<string, Promise<SecureContext>>();
  for (const [name, credential] of configured)
    mask.hide(`credential ${name}`, secretsOf(credential));

  async function headersFor(
    name: string,
    credential: Credential,
    request: HttpRequest,
  ): Promise<Record<string, string> | HttpFault> {
    switch (credential.kind) {
      case "basic": {
        const pair = `${credential.user}:${credential.password}`;
        return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
      }
      case "bearer":
        return { authorization: `Bearer ${credential.token}` };
      case "header":
        return { [credential.name.toLowerCase()]: credential.value };
      case "hmac":
        return signatureOf(credential, request, now());
      case "oauth2": {
        const had = await tokens.of(name, credential);
        return "token" in had ? { authorization: `Bearer ${had.token}` } : had.fault;
      }
      case "mtls":
        return {};
    }
  }

  async function contextFor(name: string, credential: Credential): Promise<SecureContext> {
    if (credential.kind !== "mtls") return plain;
    const { certificate, key, passphrase } = credential;
    const known =
      contexts.get(name) ??
      Promise.all([readFile(certificate), readFile(key)]).then(([cert, privateKey]) =>
        secure({ cert, key: privateKey, passphrase }),
      );
    contexts.set(name, known);
    // A file that is put right is read by the next look.
    known.catch(() => contexts.delete(name));
    return known;
  }

  return {
    async sign(request) {
      const { credential: name } = request;
      if (name === null) return { request, secure: plain };
      const credential = configured.get(name);
      if (!credential) return unsigned(`there is no credential "${name}" in the configuration`);
      const headers = await headersFor(name, credential, request);
      if (isHttpFault(headers)) return headers;
      const context = await contextFor(name, credential).catch((error: unknown) => error);
      if (context instanceof Error) {
        return unsigned(
          `the certificate of credential "${name}" cannot be read: ${context.message}`,
        );
      }
      const signed = { ...request, headers: { ...request.headers, ...headers } };
      return { request: signed, secure: context as SecureContext };
    },
    refused: (name) => tokens.forget(name),
  };
}

function isHttpFault(given: Record<string, string> | HttpFault): given is HttpFault {
  return "isOurs" in given;
}

function unsigned(reason: string): HttpFault {
  return {
    phase: "credential",
    reason,
    isOurs: true,
    timedOut: false,
    phases: noPhases,
    milliseconds: 0,
  };
}

function secretsOf(credential: Credential): string[] {
  const values = credential as unknown as Readonly<Record<string, string | undefined>>;
  const own = secretFields[credential.kind].map((field) => values[field] ?? "");
  if (credential.kind !== "basic") return own;
  return [...own, Buffer.from(`${credential.user}:${credential.password}`).toString("base64")];
}
