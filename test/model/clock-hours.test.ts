import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { clockHours } from "#model/clock-hours.ts";

const timezone = "America/New_York";
const hourOf = (local: string): number =>
  DateTime.fromISO(local, { zone: timezone }).toMillis() / 3_600_000;

test("nine in the morning is 168 hours after nine in the morning, also when clocks went back between", () => {
  const [before, after] = [hourOf("2026-10-28T09:00"), hourOf("2026-11-04T09:00")];
  const clock = clockHours(new Map([[before, 7]]), { first: before, end: after, timezone });

  expect(after - before).toBe(169);
  expect(clock.of(after) - clock.of(before)).toBe(168);
  expect(clock.at(clock.of(after) - 168)).toBe(7);
});

test("the hour that the clock shows twice is the mean of both, the one it leaves out is not known", () => {
  const twice = hourOf("2026-11-01T00:00") + 1;
  const back = clockHours(
    new Map([
      [twice, 4],
      [twice + 1, 6],
    ]),
    { first: twice, end: twice + 5, timezone },
  );
  const forward = hourOf("2026-03-08T01:00");
  const spring = clockHours(new Map(), { first: forward, end: forward + 3, timezone });

  expect(back.at(back.of(twice))).toBe(5);
  expect(spring.at(spring.of(forward))).toBe(0);
  expect(spring.at(spring.of(forward) + 1)).toBeNull();
  expect(spring.at(spring.of(forward) + 2)).toBe(0);
});

test("what is ill, and what lies outside of the hours given, is not known", () => {
  const clock = clockHours(new Map([[100, 5]]), {
    first: 100,
    end: 103,
    timezone: "UTC",
    isIll: (hour) => hour === 101,
  });

  expect([99, 100, 101, 102, 103].map(clock.at)).toEqual([null, 5, null, 0, null]);
});

test("in a zone half an hour off an hour falls into the one it begins in", () => {
  const clock = clockHours(new Map([[100, 5]]), {
    first: 100,
    end: 102,
    timezone: "Asia/Kolkata",
  });

  expect(clock.of(100)).toBe(105);
  expect(clock.at(105)).toBe(5);
});
