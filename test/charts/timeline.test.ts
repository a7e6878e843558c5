import { expect, test } from "vitest";

import { renderPng } from "#charts/png.ts";
import { timelineChart } from "#charts/timeline.ts";
import { gapOf, october, part, shapesOf, textsIn, timelineOf } from "./timelines.ts";

const red = "#c92a2a";
const shade = "#f1f3f5";

test("a change of the ninth stands at the day whose bar is the gap's first", () => {
  const changes = [{ at: "2026-10-09T04:00:00Z", module: "currency" }];
  const gaps = [gapOf([part(october(9), "-7.25")])];

  const { boxes, lines } = shapesOf(timelineOf({ changes, gaps }));

  const [line] = lines.filter(({ dashed }) => dashed);
  const [bar] = boxes;
  expect(bar?.x).toBeGreaterThan(line?.x ?? 0);
  expect((bar?.x ?? 0) - (line?.x ?? 0)).toBeLessThan(3);
  // It runs down through the bars.
  expect(line?.y2).toBeGreaterThan(bar?.y ?? 0);
});

test("no endpoint watched is not the same as no incident", () => {
  const said = (incidents: [] | null) => textsIn(shapesOf(timelineOf({ incidents })).labels)[1];

  expect(said(null)).toBe("2026-10 · no changes · no endpoint watched");
  expect(said([])).toBe("2026-10 · no changes · no incidents");
});

test("changes that the source does not tell are not none", () => {
  expect(textsIn(shapesOf(timelineOf({ changes: null })).labels)).toContain(
    "2026-10 · changes not available · no endpoint watched",
  );
});

test("an incident is as long as it lasted, and one that lasts goes to the end", () => {
  const incidents = [
    {
      from: "2026-10-05T04:00:00Z",
      to: "2026-10-07T04:00:00Z",
      endpoint: "postback",
      state: "platform_down",
    },
    { from: "2026-10-30T04:00:00Z", to: null, endpoint: "api", state: "throttled" },
  ];

  const { boxes, labels } = shapesOf(timelineOf({ incidents }));

  const [first, second] = boxes.filter(({ color }) => color === red);
  const day = ((first?.x2 ?? 0) - (first?.x ?? 0)) / 2;
  expect((second?.x2 ?? 0) - (second?.x ?? 0)).toBeCloseTo(2 * day, 6);
  expect(textsIn(labels)).toEqual(
    expect.arrayContaining(["postback: platform_down", "api: throttled"]),
  );
});

test("of many incidents five are drawn, and how many more is said", () => {
  const at = "2026-10-05T04:00:00Z";
  const incidents = Array.from({ length: 8 }, () => ({
    from: at,
    to: at,
    endpoint: "a",
    state: "b",
  }));

  const { boxes, labels } = shapesOf(timelineOf({ incidents }));

  expect(boxes.filter(({ color }) => color === red)).toHaveLength(5);
  expect(textsIn(labels)).toContain("and 3 more incidents until 2026-10-31");
});

test("days before the window are shaded, and said to be", () => {
  const window = { from: october(25), to: october(31), timezone: "UTC" };
  const days = { from: october(2), to: october(31) };

  const { boxes, labels } = shapesOf(timelineOf({ window, days }));

  expect(boxes.filter(({ color }) => color === shade)).toHaveLength(1);
  expect(textsIn(labels)).toContain("Days in UTC; grey: before the window");
  expect(shapesOf(timelineOf()).boxes).toEqual([]);
});

test("it can be drawn, also with nothing to draw", async () => {
  for (const timeline of [timelineOf(), timelineOf({ gaps: [gapOf([part(october(9), "-1")])] })]) {
    const png = await renderPng(timelineChart(timeline));
    expect([...png.subarray(1, 4)]).toEqual([...Buffer.from("PNG")]);
  }
});
