import { afterAll, beforeAll, expect, test } from "vitest";

import { openStore } from "#store/store.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";
import { change, minute, second, start } from "../../model/incidents.ts";
import { serverDatabases } from "../../store/databases.ts";
import type { Databases } from "../../store/databases.ts";
import { endpoint, happen, incidentsOn, watching } from "./incidents.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
}, 120_000);
afterAll(() => databases.stop());

test("two processes on one PostgreSQL take up each change once, and tell each incident once", async () => {
  const options = await databases.fresh();
  const stores = [await openStore(options), await openStore(options)] as const;
  const ids = ["a", "b", "c"];
  const given = watching(ids.map((id) => endpoint(id, { provider: "impact" })));
  const both = stores.map((store) => incidentsOn(store, given));
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    const at = round * 20 * minute;
    await happen(
      stores[round % 2 === 0 ? 0 : 1],
      ids.map((id) => change(id, "down", at)),
    );
    await Promise.all(both.map(({ until }) => until(at + 5 * second)));
    await happen(
      stores[0],
      ids.map((id) => change(id, "up", at + minute)),
    );
    await Promise.all(both.map(({ until }) => until(at + 2 * minute)));
  }

  const incidents = await recentIncidents(stores[0].db, new Date(start - minute), new Date());
  expect(incidents.map(({ events }) => events.map(({ kind }) => kind).join(" "))).toEqual(
    Array.from({ length: rounds }, () => "down down down up up up ended"),
  );
  const told = both.flatMap((one) => one.told.map(({ id, endedAt }) => `${id} ${endedAt}`));
  expect(told).toHaveLength(2 * rounds);
  expect(new Set(told).size).toBe(2 * rounds);
  await Promise.all(stores.map((store) => store.close()));
}, 120_000);
