import { expect, test } from "vitest";

import { loadProbes } from "#config.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { look } from "#watch/look.ts";
import type { LookParts } from "#watch/look.ts";
import { typedEndpoint } from "#watch/typed-endpoint.ts";
import type { Watching } from "#watch-settings.ts";
import { serving, speaking } from "../probes/far-side.ts";

const { signal } = new AbortController();
const kinds = await loadProbes();

async function partsOf(
  watching: Partial<Watching> = {},
): Promise<LookParts & { faults: unknown[] }> {
  const faults: unknown[] = [];
  const parts = await openLookParts(
    {
      kinds,
      endpoints: new Map(),
      credentials: new Map(),
      quotas: new Map(),
      allowPrivate: ["127.0.0.0/8"],
      trusted: null,
      channel: null,
      ownConnectivity: [],
      secrets: [],
      ...watching,
    },
    {
      arrivals: () => Promise.reject(new Error("nothing is known of it")),
      lastBeat: () => Promise.resolve(null),
      onFault: (fault) => void faults.push(fault),
    },
  );
  return { ...parts, faults };
}

function endpoint(settings: object, more: Partial<Endpoint> = {}): Endpoint {
  const kind = more.kind ?? "http";
  const usual = typedEndpoint("https://a.example/", kinds);
  return { ...usual, id: "one", settings: kinds.get(kind)?.settings.parse(settings), ...more };
}

const credentials = new Map([["own", { kind: "bearer", token: "tok_planted" } as const]]);

test("a platform that echoes the credential gets it masked in everything that is said", async () => {
  const url = await serving(({ headers }, response) => {
    response.writeHead(200, { "x-echo": headers.authorization ?? "" });
    response.end(JSON.stringify({ said: headers.authorization }));
  });
  const assert = [
    { body: { contains: "no such thing" } },
    { json: { path: "$.said", equals: "x" } },
    { header: { name: "x-echo", equals: "x" } },
  ];

  const seen = await look(
    endpoint({ url, credential: "own", assert }),
    await partsOf({ credentials }),
    signal,
  );

  expect(seen.assertions?.map(({ found }) => found)).toEqual([
    'it begins "{"said":"Bearer •••"}"',
    'it was "Bearer •••"',
    'it was "Bearer •••"',
  ]);
  expect(JSON.stringify(seen)).not.toContain("tok_planted");
});

test("a quota that is used up is throttled without a request", async () => {
  let heard = 0;
  const url = await serving((_, response) => {
    heard += 1;
    response.end();
  });
  const quotas = new Map([["own", { requests: 10, per: "hour", share: 0.1 } as const]]);
  const parts = await partsOf({ credentials, quotas });
  const one = endpoint({ url, credential: "own", assert: [{ status: 200 }] });

  expect((await look(one, parts, signal)).condition).toBe("up");
  const second = await look(one, parts, signal);

  expect(second.condition).toBe("throttled");
  expect(second.text).toMatch(/was not asked: our share of the quota of own is used up until 20/);
  expect(heard).toBe(1);
});

test("after a 429 the platform is left alone for as long as it says", async () => {
  let heard = 0;
  const url = await serving((_, response) => {
    heard += 1;
    response.writeHead(429, { "retry-after": "120" }).end();
  });
  const parts = await partsOf({ credentials });
  const one = endpoint({ url, credential: "own", assert: [{ status: 200 }] });

  const [first, second] = [await look(one, parts, signal), await look(one, parts, signal)];

  expect([first.condition, second.condition, heard]).toEqual(["throttled", "throttled", 1]);
});

test("a credential that is not in the configuration is our own fault", async () => {
  const seen = await look(
    endpoint({ url: "https://a.example", credential: "lost", assert: [{ status: 200 }] }),
    await partsOf(),
    signal,
  );

  expect(seen).toMatchObject({ condition: "unknown" });
  expect(seen.text).toContain('there is no credential "lost" in the configuration');
});

test("what a look takes as a whole is bounded by its timeout", async () => {
  const hang = await speaking(() => {});
  const slow = await serving(
    (_, response) => void response.writeHead(302, { location: hang }).end(),
  );

  const seen = await look(
    endpoint(
      { url: slow, assert: [{ hop: { status: 200 } }] },
      { kind: "redirect-chain", timeout: 200 },
    ),
    await partsOf(),
    signal,
  );

  expect(seen.text).toContain("at hop 2, could not be reached: no answer in time");
});

test("what we ourselves cannot do is unknown, told and heard of", async () => {
  const parts = await partsOf();

  const seen = await look(endpoint({}, { kind: "silence" }), parts, signal);

  expect(seen).toMatchObject({
    condition: "unknown",
    text: "one could not be looked at: nothing is known of it.",
  });
  expect(parts.faults).toHaveLength(1);
});
