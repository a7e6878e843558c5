import { expect, test } from "vitest";

import type { Arrivals } from "#probe.ts";
import { keepArrivals } from "#watch/kept-arrivals.ts";
import { endpointAt } from "./watching.ts";

const nothing: Arrivals = { newestAt: null, heardAt: null, recent: 0, expectedSince: null };

function exporting() {
  const far = { exports: 0, isDown: false, now: 0 };
  const { kept: arrivals, fresh } = keepArrivals(
    () => {
      far.exports += 1;
      return far.isDown ? Promise.reject(new Error("no export")) : Promise.resolve(nothing);
    },
    () => far.now,
  );
  return { far, arrivals, fresh };
}

const hourly = endpointAt("sales", "https://a.example", { source: "acme", interval: 3_600_000 });

test("looks at one dataset and scope share an export for their interval, others have their own", async () => {
  const { far, arrivals } = exporting();
  const other = { ...hourly, id: "silence" };
  await Promise.all([
    arrivals(hourly, "conversions", { program: "a", campaign: "b" }),
    arrivals(other, "conversions", { campaign: "b", program: "a" }),
  ]);
  expect(far.exports).toBe(1);
  await arrivals(hourly, "conversions", {});
  await arrivals(hourly, "payouts", {});
  await arrivals({ ...hourly, source: "else" }, "payouts", {});
  expect(far.exports).toBe(4);

  far.now = 3_599_999;
  await arrivals(hourly, "payouts", {});
  expect(far.exports).toBe(5);
});

test("an export that failed is not kept", async () => {
  const { far, arrivals } = exporting();
  far.isDown = true;
  await expect(arrivals(hourly, "payouts", {})).rejects.toThrow("no export");
  far.isDown = false;

  expect(await arrivals(hourly, "payouts", {})).toEqual(nothing);
});

test("who asks now gets an export of now, which the others share from then on", async () => {
  const { far, arrivals, fresh } = exporting();
  await arrivals(hourly, "payouts", {});
  await Promise.all([fresh(hourly, "payouts", {}), fresh(hourly, "payouts", {})]);
  expect(far.exports).toBe(2);

  far.now = 1000;
  await arrivals(hourly, "payouts", {});
  expect(far.exports).toBe(2);
});
