import { expect, test } from "vitest";

import type { EndpointDay } from "#model/endpoint-day.ts";
import { endpointLines } from "#slack/views/digest-endpoints.ts";

import { wordsOf } from "./words.ts";

const minute = 60_000;
const day = (endpoint: string, changes: Partial<EndpointDay> = {}): EndpointDay => ({
  endpoint,
  uptime: 1,
  p95: 210,
  incidents: 0,
  excused: 0,
  objective: 99.9,
  budget: { allowed: 43.2 * minute, used: 0 },
  lost: [],
  ...changes,
});
const words = (...days: EndpointDay[]): string => wordsOf(endpointLines(days)).trimEnd();

test("a day on which all was well is one line", () => {
  expect(words(day("shop"), day("payouts-api", { p95: 480 }))).toBe(
    "📡 2 endpoints up all day, p95 at most 480 ms, no incident.",
  );
  expect(words(day("shop"), day("pixel", { uptime: 0.9995 }))).toContain(
    "2 endpoints up 99.95 % or more",
  );
  expect(endpointLines([])).toEqual([]);
});

test("else the worst comes first, with its budget in minutes and in money", () => {
  const lost = [{ amount: "412.30", currency: "USD", of: "commission" }] as const;
  const text = words(
    day("link", { incidents: 1, budget: { allowed: 43.2 * minute, used: 5.5 * minute } }),
    day("shop"),
    day("payouts-api", {
      uptime: 0.9,
      incidents: 2,
      excused: 30 * minute,
      budget: { allowed: 43.2 * minute, used: 144 * minute },
      lost,
    }),
  );

  expect(text).toContain("2 endpoints to look at");
  expect(text.indexOf("payouts-api")).toBeLessThan(text.indexOf("link"));
  expect(text).toContain(
    "🔴 payouts-api · 90.00 % up · p95 210 ms · 2 incidents · 30 min down in maintenance · 144 of 43 min of the error budget of 30 days used, about $412 commission lost",
  );
  expect(text).toContain("⚠️ link · 100 % up · p95 210 ms · 1 incident · 5.5 of 43 min");
  expect(text).toContain("1 other endpoint up all day");
});

test("what nobody looked at is not well", () => {
  expect(words(day("new", { uptime: null, p95: null }))).toContain("❔ new · nobody looked");
});
