import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import type { Quota } from "#model/quota.ts";
import { spanOf } from "#model/quota.ts";
import { openStore } from "#store/store.ts";
import { openSharedLedger } from "#watch/shared-quota.ts";
import { bothDatabases, embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";

const minute = 60_000;
const start = Date.parse("2026-11-02T10:00:00Z");
const twenty: Quota = { requests: 20, per: "minute", share: 0.1 };
const thousand: Quota = { requests: 10_000, per: "hour", share: 0.1 };
const quotas = new Map([
  ["awin", twenty],
  ["impact", thousand],
]);
const fail = (error: unknown): never => {
  throw error;
};

describe.each(bothDatabases)("on %s", (_, databasesOf) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await databasesOf();
  }, 120_000);
  afterAll(() => databases.stop());

  test("two processes together take no more than the share, and what is free again is told", async () => {
    const store = await openStore(await databases.fresh());
    const [one, other] = [
      openSharedLedger(quotas, store, fail),
      openSharedLedger(quotas, store, fail),
    ];
    const all = await Promise.all(
      [one, other, one, other].map((ledger) => ledger.take("awin", start)),
    );

    expect(all.filter((free) => free === null)).toHaveLength(2);
    expect(all.filter((free) => free !== null)).toEqual([start + minute, start + minute]);
    expect(await one.take("awin", start + minute / 2)).toBe(start + minute);
    // Who asks each half minute comes a moment early now and then.
    expect(await other.take("awin", start + minute - 5)).toBeNull();
    await store.close();
  });

  test("all of a large quota can be taken, although some of it is reserved ahead", async () => {
    const store = await openStore(await databases.fresh());
    const [one, other] = [
      openSharedLedger(quotas, store, fail),
      openSharedLedger(quotas, store, fail),
    ];
    let granted = 0;
    // Evenly over its hour, by turns.
    for (let count = 0; count < 1000; count += 1) {
      const at = start + count * 3600;
      const free = await (count % 2 === 0 ? one : other).take("impact", at);
      if (free === null) granted += 1;
    }

    expect(granted).toBeGreaterThanOrEqual(980);
    await store.close();
  }, 60_000);

  test("a rest that one process learned is kept by the other, also of a credential without a quota", async () => {
    const store = await openStore(await databases.fresh());
    const [one, other] = [
      openSharedLedger(quotas, store, fail),
      openSharedLedger(quotas, store, fail),
    ];
    one.learn("dub", { status: 429, headers: { "retry-after": "30" } }, start);
    expect(await one.take("dub", start + 1)).toBe(start + 30_000);
    await vi.waitFor(async () => {
      await other.refresh(start + 1);
      expect(await other.take("dub", start + 1)).toBe(start + 30_000);
    });

    expect(await other.take("dub", start + 30_000)).toBeNull();
    await store.close();
  });
});

test("whenever processes ask, no span but a fiftieth holds more than the share", async () => {
  const databases = await embeddedDatabases();
  const store = await openStore(await databases.fresh());
  const steps = fc.array(fc.tuple(fc.nat(20_000), fc.nat(1)), { maxLength: 40 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (given) => {
      const credential = `credential-${(run += 1)}`;
      const own = new Map([[credential, twenty]]);
      const ledgers = [openSharedLedger(own, store, fail), openSharedLedger(own, store, fail)];
      const made: number[] = [];
      let at = start;
      for (const [step, who] of given) {
        at += step;
        if ((await ledgers[who]?.take(credential, at)) === null) made.push(at);
      }
      for (const [index, instant] of made.entries()) {
        const next = made[index + 2] ?? Number.POSITIVE_INFINITY;
        expect(next - instant).toBeGreaterThanOrEqual(spanOf(twenty) * 0.98);
      }
    }),
    { numRuns: 8 },
  );
  await store.close();
  await databases.stop();
}, 60_000);
