import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";

import type { DateTime } from "luxon";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import type { Config } from "#config.ts";
import type { IncidentEvent } from "#model/incident.ts";
import type { Store, StoreOptions } from "#store/store.ts";
import { openStore } from "#store/store.ts";
import { readIncident } from "#watch/incidents/incident-rows.ts";
import { Incidents } from "#watch/incidents/incidents.ts";
import { partnerLosses } from "#watch/loss/estimate.ts";
import { Losses } from "#watch/loss/losses.ts";
import { embeddedDatabases } from "../../store/databases.ts";
import type { Databases } from "../../store/databases.ts";
import { estimated, id, lossesIn, opened, patient } from "./incident.ts";
import { began, shop } from "./program.ts";

const log = pino({ level: "silent" });
const pixel =
  "  pixel: { kind: http, url: 'https://t.example/', assert: [{ status: 200 }], dataset: conversions, program: spring }\n";

let databases: Databases;
let options: StoreOptions;
let store: Store;
let now: DateTime;
let folder = "";
const heard: string[] = [];
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  databases = await embeddedDatabases();
}, 60_000);
afterAll(() => databases.stop());
beforeEach(async () => {
  options = await databases.fresh();
  store = await openStore(options);
  now = began.plus({ minutes: 1 });
  heard.length = 0;
});
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** Estimates at work, and a way to have things happen to the incident they are of. */
async function working(config: Config) {
  const tellers: { changed: Losses["changed"] }[] = [];
  const parts = { store, watching: config.watch, tellers, log };
  const incidents = new Incidents({ ...parts, now: () => now.toJSDate() });
  const losses = new Losses({
    store,
    config,
    scratchFolder: join(folder, "scratch"),
    act: (trx, of, event) => incidents.act(trx, of, event),
    log,
    now: () => now,
    waits: [],
    hearPartners: async (_, { endedAt }, partners) => {
      expect(endedAt).not.toBeNull();
      heard.push(...partners.map(({ partner, expected }) => `${partner} ${expected.likely}`));
    },
  });
  tellers.push(losses);
  stops.push(() => losses.stop(0));
  await losses.work();
  return {
    losses,
    /** Goes on at another time: who looks after incidents says that it is time. */
    at: async (later: DateTime) => {
      now = later;
      const incident = await readIncident(store.db, id);
      if (incident) await store.transaction((trx) => losses.changed(trx, incident));
    },
    act: (event: IncidentEvent) => store.transaction((trx) => incidents.act(trx, id, event)),
  };
}

const up = (endpoint: string, minutes: number): IncidentEvent => ({
  kind: "up",
  at: now.toISO() ?? "",
  endpoint,
  since: began.plus({ minutes }).toISO() ?? "",
});

test("a loss is estimated as an incident opens, grows while it lasts, and is corrected by what comes late", async () => {
  const { config, exports, ...made } = await shop(pixel);
  ({ folder } = made);
  await opened(store, now, "pixel");
  const { act, at } = await working(config);
  const [first] = await estimated(store, 1);
  expect(first).toMatchObject({
    unknown: null,
    isCorrected: false,
    programs: [{ program: "spring", currency: "USD", recovered: 0, expected: { likely: "0.3" } }],
  });

  // While it lasts nothing is exported anew.
  await rename(join(folder, "exports"), join(folder, "away"));
  await at(began.plus({ hours: 1 }));
  const [, second] = await estimated(store, 2);
  expect(second?.programs).toMatchObject([
    {
      missing: { likely: "20" },
      revenue: { likely: "1600.00" },
      commission: { likely: "160.00" },
    },
  ]);

  await rename(join(folder, "away"), join(folder, "exports"));
  now = began.plus({ hours: 2, minutes: 1 });
  await act(up("pixel", 120));
  await act({ kind: "ended", at: now.toISO() ?? "" });
  const [, , atEnd] = await estimated(store, 3);
  expect(atEnd).toMatchObject({ isCorrected: false, programs: [{ missing: { likely: "40" } }] });

  for (let late = 0; late < 30; late += 1)
    exports.sold("spring", began.plus({ minutes: late * 4 }));
  exports.sold("spring", began.plus({ minutes: 30 }), "CANARY-spring");
  exports.sold("spring", began.plus({ hours: 2 }));
  await exports.write();
  await at(began.plus({ hours: 3, minutes: 2 }));
  const [, , , corrected] = await estimated(store, 4);
  expect(corrected).toMatchObject({
    isCorrected: true,
    programs: [{ expected: { likely: "40" }, recovered: 30, missing: { likely: "10" } }],
  });
  const incident = await readIncident(store.db, id);
  const partners = incident && (await partnerLosses(incident, now, { db: store.db, config }));
  expect(partners?.map(({ partner, expected }) => [partner, expected.likely])).toEqual([
    ["p_big", "30"],
    ["p_small", "10"],
  ]);
  expect(await readdir(join(folder, "scratch"))).toEqual([]);
});

test("endpoints of one program lose it once, those of another lose their own", async () => {
  const more = pixel.replace("pixel:", "postback:");
  const other = pixel.replace("pixel:", "other:").replace("spring", "autumn");
  const { config, ...made } = await shop(pixel + more + other);
  ({ folder } = made);
  now = began.plus({ hours: 10 });
  await opened(store, now, "pixel", "postback", "other");
  await working(config);

  const [loss] = await estimated(store, 1);

  expect(loss?.programs.map(({ program, expected }) => [program, expected.likely])).toEqual([
    ["spring", "200"],
    ["autumn", "20"],
  ]);
});

test("an endpoint of no program has lost some of every program", async () => {
  const { config, ...made } = await shop(pixel.replace(", program: spring", ""));
  ({ folder } = made);
  now = began.plus({ hours: 1 });
  await opened(store, now, "pixel");
  await working(config);

  const [loss] = await estimated(store, 1);

  expect(loss?.programs.map(({ program, expected }) => [program, expected.likely])).toEqual([
    ["spring", "20"],
    ["autumn", "2"],
  ]);
});

test.each([
  {
    what: "an endpoint that carries something else",
    written: pixel.replace("dataset: conversions", "dataset: payouts"),
    says: "pixel carries payouts: what is due meanwhile comes later, and is not lost.",
  },
  {
    what: "an endpoint of which nothing is said",
    written: pixel.replace(" dataset: conversions,", ""),
    says: "Whether conversions are lost by pixel is not said; if they are, write dataset: conversions under endpoints.pixel.",
  },
  {
    what: "a program without conversions",
    written: pixel.replace("spring", "winter"),
    says: "acme exports no conversions of winter.",
  },
])("$what has no estimate, and says why", async ({ written, says }) => {
  const { config, ...made } = await shop(written);
  ({ folder } = made);
  await opened(store, now, "pixel");
  await working(config);

  expect(await estimated(store, 1)).toMatchObject([
    { programs: [], unknown: says, isCorrected: false },
  ]);
});

test("an export that fails is told of, and tried again", async () => {
  const { config, ...made } = await shop(pixel);
  ({ folder } = made);
  await rename(join(folder, "exports"), join(folder, "away"));
  await opened(store, now, "pixel");
  const { at } = await working(config);
  const [first] = await estimated(store, 1);
  expect(first?.unknown).toContain("exports");

  await rename(join(folder, "away"), join(folder, "exports"));
  await at(began.plus({ hours: 1 }));
  const [, second] = await estimated(store, 2);

  expect(second).toMatchObject({ unknown: null, programs: [{ expected: { likely: "20" } }] });
});

test("what a process left is taken up by the next, and an incident of which all was said is left alone", async () => {
  const { config, ...made } = await shop(pixel);
  ({ folder } = made);
  await opened(store, now, "pixel");
  const { losses, act } = await working(config);
  await estimated(store, 1);
  await losses.stop();
  now = began.plus({ hours: 1 });
  await act(up("pixel", 60));
  await act({ kind: "ended", at: now.toISO() ?? "" });
  await store.close();
  store = await openStore(options);
  stops.splice(0);
  const next = await working(config);
  await estimated(store, 2);
  for (const hours of [2, 25, 73]) {
    await next.at(began.plus({ hours, minutes: 1 }));
    await vi.waitFor(async () => {
      const last = lossesIn(await readIncident(store.db, id)).at(-1);
      expect(last?.at).toBe(now.toISO());
    }, patient);
  }

  expect(await estimated(store, 5)).toHaveLength(5);
  expect(heard).toEqual(["p_big 15", "p_small 5"]);
});
