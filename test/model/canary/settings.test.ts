import { expect, test } from "vitest";

import canary from "#probes/canary.ts";
import { refusalsOf } from "../../probes/far-side.ts";

const base = "https://t.example";

function settings(more: object = {}): object {
  return {
    opted_in_by: "U0123ABCD",
    demo_account: true,
    click: { url: `${base}/go`, parameter: "click_id" },
    convert: { name: "convert", url: `${base}/pixel?click={click}&order={order}` },
    read: { name: "read", url: `${base}/report?order={order}`, records: "$.data[*]" },
    expect: { partner: "p_canary", amount: "0.01", currency: "USD", statuses: ["pending"] },
    clean_up: [{ name: "decline", method: "DELETE", url: `${base}/report/{record}` }],
    ...more,
  };
}

test("its reads and its clean-up are counted for the quota, by how often it is sent", () => {
  const given = canary.settings.parse({ ...settings(), credential: "acme" });

  expect(canary.requests(given, 60_000) * 24 * 60).toBeCloseTo(11, 9);
  expect(canary.requests({ ...given, credential: null }, 60_000)).toBe(0);
});

test("it needs somebody's leave, a way to be a test, its mark, and a way to be taken back", () => {
  const { opted_in_by: _, ...nobody } = settings() as Record<string, unknown>;

  expect(refusalsOf(canary, nobody)).toHaveLength(1);
  expect(refusalsOf(canary, settings({ demo_account: false }))).toEqual([
    "this platform has no parameter that makes a conversion a test: only a demo account may have a canary, demo_account: true",
  ]);
  expect(
    refusalsOf(canary, settings({ preset: "awin", demo_account: false, clean_up: [] })),
  ).toEqual([]);
  expect(refusalsOf(canary, settings({ clean_up: [] }))).toEqual([
    "say how the conversion is taken back",
  ]);
  const convert = { name: "convert", url: `${base}/pixel?c={clik}` };
  expect(refusalsOf(canary, settings({ convert }))).toEqual([
    "nothing is known as {clik}",
    "the conversion must be marked: write {order} where the order's id goes",
  ]);
});
