import { createServer } from "node:https";
import type { Server } from "node:https";

import { expect, test } from "vitest";

import type { HttpAnswer, HttpFault } from "#model/http-answer.ts";
import { resolverOf } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";
import { authority } from "../../probes/authority.ts";
import { listening } from "../../probes/far-side.ts";

const trusted = await authority();
const { signal } = new AbortController();

function ask(port: number, host = "localhost"): Promise<HttpAnswer | HttpFault> {
  return makeRequest(
    {
      url: `https://${host}:${port}/`,
      method: "GET",
      headers: {},
      body: null,
      credential: null,
      bodyLimit: 1000,
    },
    {
      resolve: resolverOf(["127.0.0.0/8", "::1/128"]),
      secure: trusted.trust,
      clock: () => performance.now(),
      now: () => new Date().toISOString(),
      timeout: 2000,
      signal,
    },
  );
}

async function serving(server: Server): Promise<number> {
  return listening(server);
}

/** Of the certificates an answer came with: whose they are and when they end. */
function shown(answer: HttpAnswer | HttpFault): unknown[] {
  if ("phase" in answer) throw new Error(answer.reason);
  return answer.certificates.map(({ issuer, validTo, fingerprint256 }) => [
    issuer,
    validTo,
    fingerprint256,
  ]);
}

test("every look tells the whole chain, also when it was read before", async () => {
  const { cert, key } = await trusted.sign();
  const port = await serving(createServer({ cert, key }, (_, response) => response.end()));
  const [first, second, third] = [await ask(port), await ask(port), await ask(port)];

  expect(shown(first)).toHaveLength(2);
  expect(shown(second)).toEqual(shown(first));
  expect(shown(third)).toEqual(shown(first));
});

test("a certificate that was exchanged is told by the very next look", async () => {
  const [old, renewed] = [await trusted.sign({ to: 3 }), await trusted.sign({ to: 90 })];
  const server = createServer({ ...old }, (_, response) => response.end());
  const port = await serving(server);
  const [before] = [await ask(port), await ask(port)].map(shown);
  server.setSecureContext(renewed);
  const [changed, settled] = [shown(await ask(port)), shown(await ask(port))];

  expect(changed[0]).not.toEqual(before?.[0]);
  expect(settled).toHaveLength(2);
  expect(settled[0]).toEqual(changed[0]);
});

test("one that was exchanged for another name's, or for one that nobody trusts, is refused at once", async () => {
  const right = await trusted.sign();
  const wrong = await trusted.sign({ names: [{ type: "dns", value: "elsewhere.example" }] });
  const server = createServer({ ...right }, (_, response) => response.end());
  const port = await serving(server);
  await ask(port);
  await ask(port);
  server.setSecureContext(wrong);
  expect(await ask(port)).toMatchObject({
    phase: "tls",
    reason: "its certificate is for another name",
  });
  server.setSecureContext(right);
  await ask(port);
  await ask(port);
  const stranger = await authority();
  server.setSecureContext(await stranger.sign());
  expect(await ask(port)).toMatchObject({ phase: "tls" });
});
