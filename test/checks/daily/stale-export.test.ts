import { expect, test } from "vitest";

import check from "#checks/daily/stale-export.ts";
import { SourceError } from "#errors.ts";
import { judged } from "../judged.ts";
import { click, daily, noonOf, sale, tuesday } from "./days.ts";

/** A record every six hours, none after some hours before the end of that Tuesday. */
const hourly = (silent: number) =>
  Array.from({ length: 80 }, (_, index) =>
    sale(0, index, { occurred_at: noonOf(0, 720 - 60 * silent - 360 * index) }),
  );

test("exports with new records pass", async () => {
  const events = daily(
    () => 1,
    (ago, number) => click(ago, number),
  );

  const result = await judged(check, { conversions: hourly(2), events }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("Fresh: conversions and events.");
});

test("one that stopped for longer than its rhythm fails, with the sales that are not seen", async () => {
  const events = daily(
    () => 1,
    (ago, number) => click(ago, number),
  );

  const result = await judged(check, { conversions: hourly(13), events }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", metric: 1, atRisk: "21.94" });
  expect(result.text).toBe(
    "The newest record of conversions is of 2026-10-13 11:00, 13 hours before the window ends; at most 12 expected. About $21.94 of sales are not seen.",
  );
});

test("a limit of its own stands above the rhythm", async () => {
  const settings = { limits: { conversions: 48 } };

  const result = await judged(check, { conversions: hourly(13) }, { ...tuesday, settings });

  expect(result.outcome).toBe("pass");
});

test("a record after the window makes nothing fresh in it", async () => {
  const conversions = [...hourly(13), sale(0, 99, { occurred_at: "2026-10-14T04:00:00Z" })];

  expect((await judged(check, { conversions }, tuesday)).outcome).toBe("fail");
});

test("without datasets or records there is no data, and no pass", async () => {
  expect((await judged(check, {}, tuesday)).text).toBe(
    "The source exports nothing that has a date.",
  );
  expect(await judged(check, { conversions: [], events: [] }, tuesday)).toMatchObject({
    outcome: "no_data",
    text: "No record by the end of the window: conversions and events.",
  });
});

test("an export without a record is named beside fresh ones, and no pass", async () => {
  const result = await judged(check, { conversions: hourly(2), deliveries: [] }, tuesday);

  expect(result).toMatchObject({
    outcome: "no_data",
    text: "No record by the end of the window: deliveries.",
  });
});

test("one that stopped long ago fails by its rhythm, and without any rhythm too", async () => {
  const long = (count: number, days: number) =>
    Array.from({ length: count }, (_, index) => click(days + index, 0));

  const dense = await judged(check, { conversions: hourly(2), events: long(40, 130) }, tuesday);
  const sparse = await judged(check, { conversions: hourly(2), events: long(2, 130) }, tuesday);
  const young = await judged(check, { conversions: hourly(2), events: long(2, 100) }, tuesday);

  expect(dense.text).toContain("The newest record of events is of 2026-06-05 12:00");
  expect(dense.text).toContain("at most 48 expected");
  expect(sparse).toMatchObject({ outcome: "fail", metric: 1, rows: [{ dataset: "events" }] });
  expect(young.text).toBe("Fresh: conversions. No rhythm yet: events.");
});

test("what has no date is named as not judged", async () => {
  const result = await judged(check, { conversions: hourly(2), cards: [], links: [] }, tuesday);

  expect(result).toMatchObject({
    outcome: "pass",
    text: "Fresh: conversions. Not judged, for want of a date: cards and links.",
  });
});

test("an export that could not be read is told first, and no pass", async () => {
  const fault = new SourceError("No file matches events-*.csv; export it.");

  const result = await judged(
    check,
    { conversions: hourly(2) },
    { ...tuesday, unread: { events: fault } },
  );

  expect(result).toMatchObject({
    outcome: "warn",
    text: "No file matches events-*.csv; export it. Fresh: conversions.",
  });
});

test("narrowed to a program, what tells none is left out and named, and the rest is judged", async () => {
  const conversions = hourly(13).map((one) => ({ ...one, program_id: "prg_eu" }));
  const events = [click(0, 0)];
  const scope = { program: "prg_eu" };

  const result = await judged(check, { conversions, events }, { ...tuesday, scope });

  expect(result).toMatchObject({ outcome: "fail", metric: 1 });
  expect(result.text).toMatch(/^The newest record of conversions is of 2026-10-13 11:00/);
  expect(result.text).toMatch(/ Left out, because they tell no program: events\.$/);
  const alone = await judged(check, { events }, { ...tuesday, scope });
  expect(alone.outcome).toBe("no_data");
});
