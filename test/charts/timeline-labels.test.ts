import { expect, test } from "vitest";

import { timeAxis } from "#charts/time-axis.ts";
import { changeLabels } from "#charts/timeline-labels.ts";
import type { DatedChange } from "#model/timeline.ts";
import { october, textsIn, timelineOf } from "./timelines.ts";

const ends = [72, 624] as const;

function named(changes: readonly DatedChange[]) {
  const timeline = timelineOf({ changes });
  const axis = timeAxis(timeline.days, timeline.window.timezone, ends);
  return changeLabels(timeline, axis, ends);
}

test("the modules of a day are named once, at one line", () => {
  const at = ["2026-10-09T14:00:00Z", "2026-10-09T15:00:00Z", "2026-10-09T16:00:00Z"];
  const modules = ["Rules", "currency", "rules"];

  const { labels, marks, lanes } = named(
    at.map((instant, index) => ({ at: instant, module: modules[index] ?? "" })),
  );

  expect(textsIn(labels)).toEqual(["rules, currency"]);
  expect([marks.length, lanes]).toEqual([1, 1]);
});

test("names that would be written over each other go below, and one at the end to the left", () => {
  const module = "integrations";
  const { labels, lanes } = named([5, 6, 20, 31].map((day) => ({ at: october(day), module })));

  const rows = labels.map(({ y }) => y);
  expect(lanes).toBe(2);
  expect(rows[1]).toBeGreaterThan(rows[0] ?? 0);
  expect(rows[2]).toBe(rows[0]);
  expect(labels.at(-1)?.align).toBe("right");
});

test("where there is no room for a name, its line is drawn all the same", () => {
  const changes = Array.from({ length: 20 }, (_, index) => ({
    at: `2026-10-09T14:00:00Z`.replace("09", String(index + 5).padStart(2, "0")),
    module: "a module of many words",
  }));

  const { labels, marks, lanes } = named(changes);

  expect(marks).toHaveLength(20);
  expect(labels.length).toBeLessThan(20);
  expect(lanes).toBe(6);
});

test("what could be an address or a key is never drawn", () => {
  const changes = ["ann@example.com", "sk_live_51H8", "a".repeat(40)].map((module, index) => ({
    at: october(3 + index * 9),
    module,
  }));

  expect(textsIn(named(changes).labels)).toEqual(["other", "other", "other"]);
});
