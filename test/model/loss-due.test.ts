import { expect, test } from "vitest";

import type { IncidentEvent } from "#model/incident.ts";
import { isCorrection, lossDue } from "#model/loss-due.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 21, 2, minute)).toISOString();
const loss = (minute: number): IncidentEvent => ({
  kind: "loss",
  at: at(minute),
  loss: { at: at(minute), programs: [], isCorrected: false, unknown: "Nothing was down." },
});
const ended = (minute: number): IncidentEvent => ({ kind: "ended", at: at(minute) });
const due = (...events: readonly IncidentEvent[]): string | null => {
  const next = lossDue({ openedAt: at(0), events });
  return next === null ? null : new Date(next).toISOString();
};

test("a loss is estimated at once, and every quarter of an hour while it lasts", () => {
  expect(due()).toBe(at(0));
  expect(due(loss(1))).toBe(at(16));
  expect(due(loss(1), loss(17))).toBe(at(32));
});

test("of what goes on for long it is estimated ever more seldom", () => {
  expect(due(loss(120))).toBe(at(135));
  expect(due(loss(24 * 60))).toBe(at(27 * 60));
});

test("it is estimated at the end, and an hour, a day and three days after", () => {
  const minutes = { hour: 60, day: 24 * 60 };

  expect(due(loss(1), ended(10))).toBe(at(10));
  expect(due(ended(10))).toBe(at(10));
  expect(due(ended(10), loss(11))).toBe(at(10 + minutes.hour));
  expect(due(ended(10), loss(11 + minutes.hour))).toBe(at(10 + minutes.day));
  expect(due(ended(10), loss(11 + minutes.day))).toBe(at(10 + 3 * minutes.day));
  expect(due(ended(10), loss(10 + 3 * minutes.day))).toBeNull();
});

test("what was missed while nobody was at work is estimated once", () => {
  expect(due(ended(10), loss(5000))).toBeNull();
});

test("late records have an hour before they are counted as such", () => {
  const events = [ended(10)];

  expect(isCorrection({ events }, Date.parse(at(69)))).toBe(false);
  expect(isCorrection({ events }, Date.parse(at(70)))).toBe(true);
  expect(isCorrection({ events: [] }, Date.parse(at(70)))).toBe(false);
});
