import { afterAll, beforeAll, expect, test } from "vitest";

import { openStore } from "#store/store.ts";
import { declareMaintenance } from "#watch/endpoint-orders.ts";
import { KnownMaintenance } from "#watch/known-maintenance.ts";

import { embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { endpointAt } from "./watching.ts";

let databases: Databases;

beforeAll(async () => {
  databases = await embeddedDatabases();
});
afterAll(() => databases.stop());

test("what somebody declared covers its endpoint from its first instant to before its last, once it was read", async () => {
  const store = await openStore(await databases.fresh());
  const faults: unknown[] = [];
  const known = new KnownMaintenance(store.db, (fault) => faults.push(fault));
  const [from, to] = [Date.now() - 60_000, Date.now() + 60_000];
  const one = endpointAt("pixel", "https://pixel.example");
  const other = endpointAt("api", "https://api.example");
  await known.read();
  const before = known.covers(one, from);

  const order = { from: new Date(from), to: new Date(to), reason: "moving", by: "U0MAYA0001" };
  await store.transaction((trx) => declareMaintenance(trx, { endpoint: "pixel", ...order }));
  await known.read();

  expect(before).toBe(false);
  expect([from - 1, from, to - 1, to].map((at) => known.covers(one, at))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(known.covers(other, from)).toBe(false);

  await store.close();
  await known.read();
  expect(faults).toHaveLength(1);
  expect(known.covers(one, from)).toBe(true);
});
