import fc from "fast-check";
import { expect, test } from "vitest";

import { openLedger } from "#watch/quota.ts";

const minute = 60_000;
const twenty = { requests: 20, per: "minute", share: 0.1 } as const;
const ledgerOf = () => openLedger(new Map([["awin", twenty]]));

test("so many as its share are given, and the next when the first of them is a span ago", async () => {
  const ledger = ledgerOf();

  expect(await ledger.take("awin", 0)).toBeNull();
  expect(await ledger.take("awin", 10_000)).toBeNull();
  expect(await ledger.take("awin", 20_000)).toBe(minute);
  expect(await ledger.take("awin", minute)).toBeNull();
});

test("a credential without a quota is never refused", async () => {
  expect(await ledgerOf().take("dub", 0)).toBeNull();
});

test("whenever looks come, no span holds more than the share", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5000), { maxLength: 300 }), async (steps) => {
      const ledger = ledgerOf();
      const made: number[] = [];
      let at = 0;
      for (const step of steps) {
        at += step;
        if ((await ledger.take("awin", at)) === null) made.push(at);
      }
      for (const [index, instant] of made.entries()) {
        const next = made[index + 2];
        expect((next ?? Number.POSITIVE_INFINITY) - instant).toBeGreaterThanOrEqual(minute);
      }
    }),
  );
});

const now = Date.parse("2026-11-01T00:00:00Z");
test.each<[Record<string, string>, number]>([
  [{ "retry-after": "30" }, 30_000],
  [{ "retry-after": "Sun, 01 Nov 2026 00:02:00 GMT" }, 120_000],
  [{ "retry-after": String(now + 45_000) }, 45_000],
  [{ "x-ratelimit-reset": String(now / 1000 + 20) }, 20_000],
  [{ "x-ratelimit-reset": "600" }, 600_000],
  [{ "retry-after": "99999999" }, 24 * 60 * minute],
  [{}, minute],
])("after a 429 with %j nothing is asked for %i ms", async (headers, rest) => {
  const ledger = ledgerOf();
  ledger.learn("awin", { status: 429, headers }, now);

  expect(await ledger.take("awin", now + rest - 1)).toBe(now + rest);
  expect(await ledger.take("awin", now + rest)).toBeNull();
});

test("an answer that leaves nothing over is believed, one that leaves something is not a rest", async () => {
  const ledger = ledgerOf();
  ledger.learn("awin", { status: 200, headers: { "x-ratelimit-remaining": "1" } }, 0);
  expect(await ledger.take("awin", 0)).toBeNull();

  ledger.learn(
    "awin",
    { status: 200, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" } },
    0,
  );
  expect(await ledger.take("awin", 1)).toBe(9000);
});
