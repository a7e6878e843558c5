import { beforeEach, expect, test } from "vitest";

import type { Notebook, Observation } from "#probe.ts";
import canary from "#probes/canary.ts";
import { Platform } from "./canary-platform.ts";
import type { Fault } from "./canary-platform.ts";
import { lookBy } from "./far-side.ts";

const second = 1000;
const hour = 3600 * second;
let platform: Platform;
let page: string | null = null;
const notebook: Notebook = {
  read: async () => (page === null ? null : (JSON.parse(page) as unknown)),
  write: async (value) => {
    page = JSON.stringify(value);
  },
};

beforeEach(async () => {
  page = null;
  platform = await new Platform().start();
});

function settings(more: object = {}): object {
  const { base } = platform;
  return {
    opted_in_by: "U0123ABCD",
    demo_account: true,
    click: { url: `${base}/go?aff=canary`, parameter: "click_id", cookie: "cid" },
    convert: { name: "convert", url: `${base}/pixel?click={click}&order={order}&amount=0.01` },
    read: { name: "read", url: `${base}/report?order={order}`, records: "$.data[*]" },
    expect: {
      partner: "p_canary",
      amount: "0.01",
      currency: "USD",
      commission: "0.001",
      statuses: ["pending", "approved"],
    },
    clean_up: [{ name: "decline", method: "DELETE", url: `${base}/report/{record}` }],
    ...more,
  };
}

function look(more: object = {}): Promise<Observation> {
  const now = (): string => new Date(platform.now).toISOString();
  return lookBy(canary, settings(more), { now, notebook });
}

/** Looks every ten seconds until so much time has gone by, and says what was seen last. */
async function fly(length: number, more: object = {}): Promise<Observation> {
  const ends = platform.now + length;
  let seen = await look(more);
  while (platform.now < ends) {
    platform.now += 10 * second;
    seen = await look(more);
  }
  return seen;
}

test("a conversion that is credited is up, says how long it took, and is taken back", async () => {
  expect(await look()).toMatchObject({
    condition: "unknown",
    text: "CANARY-20261121020000000 is on its way.",
  });

  const seen = await fly(60 * second);

  expect(seen).toMatchObject({
    condition: "up",
    milliseconds: 30 * second,
    text: "CANARY-20261121020000000 was credited within 30 s: partner, amount, currency, commission and status are right.",
  });
  expect(platform.conversions).toMatchObject([{ status: "rejected" }]);
});

test.each<readonly [fault: Fault, verdict: string, condition: string, says: string]>([
  ["link_dead", "link_dead", "application_error", "answered 503"],
  ["id_lost", "id_lost", "application_error", "/land was reached without click_id"],
  ["cookie_refused", "cookie_refused", "application_error", "set the cookie cid"],
  ["pixel_not_reached", "pixel_not_reached", "application_error", "/pixel answered 502"],
  ["not_recorded", "not_recorded", "stale", "accepted and not recorded within 60 s"],
  ["recorded_late", "recorded_late", "stale", "recorded after 5 m, where 60 s was expected"],
  ["wrong_partner", "wrong_partner", "application_error", "its partner is p_other where p_canary"],
  ["wrong_amount", "wrong_amount", "application_error", "its amount is 10.00 where 0.01"],
  ["wrong_currency", "wrong_currency", "application_error", "its currency is EUR where USD"],
  ["rounded", "wrong_currency", "application_error", "its amount, rounded, is 0.02 where 0.01"],
  [
    "wrong_commission",
    "wrong_commission",
    "application_error",
    "its commission is 1.00 where 0.001",
  ],
  [
    "wrong_status",
    "wrong_status",
    "application_error",
    "its status is fraud where pending or approved",
  ],
  ["duplicate", "duplicate", "application_error", "it was recorded 2 times"],
  [
    "clean_up_failed",
    "clean_up_failed",
    "application_error",
    "it could not be taken back: step decline answered 409",
  ],
])("%s is told as %s, and nothing is left to be paid", async (fault, verdict, condition, says) => {
  platform.fault = fault;

  const seen = await fly(fault === "not_recorded" ? hour + 10 * second : 320 * second);

  expect(seen).toMatchObject({ condition, facts: [["verdict", verdict]] });
  expect(seen.text).toContain(says);
  expect(platform.payable()).toHaveLength(fault === "clean_up_failed" ? 1 : 0);
});

test("one that is not recorded in time is told of while it is still looked for", async () => {
  platform.fault = "recorded_late";

  expect(await fly(70 * second)).toMatchObject({
    condition: "stale",
    text: "CANARY-20261121020000000: it was accepted and not recorded within 60 s.",
  });
});

test("as long as one is not taken back no other is sent; a person's own clean-up is enough", async () => {
  platform.fault = "clean_up_failed";
  await fly(60 * second);
  await fly(hour / 4, { every: "1h" });
  expect(platform.asked.filter((route) => route === "GET /pixel")).toHaveLength(1);

  for (const conversion of platform.conversions) conversion.status = "rejected";
  platform.now += 2 * hour;
  await look();

  expect(platform.asked.filter((route) => route === "GET /pixel")).toHaveLength(1);
  platform.fault = null;
  platform.now += 25 * hour;
  expect(await fly(60 * second)).toMatchObject({ condition: "up" });
});

test("looks that confirm, and a process that takes over, send no second canary", async () => {
  platform.fault = "wrong_partner";
  await fly(40 * second);
  for (let times = 0; times < 3; times += 1) await look();

  expect(platform.asked.filter((route) => route === "GET /pixel")).toHaveLength(1);
});

test("one whose process was killed as it was to be made is looked for, and not made by the next", async () => {
  const killed: Notebook = {
    read: () => notebook.read(),
    write: async (value) => {
      await notebook.write(value);
      throw new Error("killed");
    },
  };
  const now = (): string => new Date(platform.now).toISOString();
  await expect(lookBy(canary, settings(), { now, notebook: killed })).rejects.toThrow("killed");

  const seen = await fly(1.1 * hour);

  expect(seen.facts).toEqual([["verdict", "not_recorded"]]);
  expect(platform.asked.filter((route) => route === "GET /pixel")).toEqual([]);
});

test("one that is refused and kept all the same is taken back when it comes up", async () => {
  platform.fault = "kept_though_refused";
  expect(await look()).toMatchObject({ condition: "application_error" });
  expect(platform.payable()).toHaveLength(1);

  const seen = await fly(60 * second);

  expect(seen.facts).toEqual([["verdict", "pixel_not_reached"]]);
  expect(platform.payable()).toEqual([]);
});

test("our own quota says nothing of the program, and does not count as one that was sent", async () => {
  platform.fault = "pixel_throttled";
  expect(await fly(60 * second, { most: 1 })).toMatchObject({ condition: "unknown" });

  platform.fault = null;
  expect(await fly(60 * second, { most: 1 })).toMatchObject({ condition: "up" });
});

test("one that our own quota keeps from being taken back is tried again, and told of when that lasts", async () => {
  platform.fault = "clean_up_throttled";
  expect(await fly(60 * second)).toMatchObject({ condition: "unknown" });
  platform.now += hour;
  expect((await look()).facts).toEqual([["verdict", "clean_up_failed"]]);

  platform.fault = null;
  platform.now += hour;
  expect(await look()).toMatchObject({ condition: "up" });
  expect(platform.payable()).toEqual([]);
});

test("no more are made in a month than may be", async () => {
  const often = { every: "1h", most: 2 };
  for (let times = 0; times < 4; times += 1) {
    await fly(60 * second, often);
    platform.now += hour;
  }

  expect(platform.conversions).toHaveLength(2);
  expect((await look(often)).text).toContain("No other is sent: 2 a month is the most.");
});

test("a report that cannot be read says nothing of the program", async () => {
  platform.fault = "report_down";
  expect(await fly(400 * second)).toMatchObject({ condition: "unknown" });
});

test("without a place to remember nothing is sent", async () => {
  expect(await lookBy(canary, settings())).toMatchObject({ condition: "unknown" });
  expect(platform.asked).toEqual([]);
});
