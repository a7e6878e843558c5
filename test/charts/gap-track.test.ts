import { expect, test } from "vitest";

import { gapColors, gapTrack } from "#charts/gap-track.ts";
import { timeAxis } from "#charts/time-axis.ts";
import type { DatedCause } from "#model/timeline.ts";
import { gapOf, october, part, textsIn } from "./timelines.ts";

const axis = timeAxis({ from: october(1), to: october(31) }, "UTC", [0, 310]);
const drawn = (days: readonly DatedCause[], more = {}) => gapTrack(gapOf(days, more), axis, 0);
const height = ({ y, y2 }: { y: number; y2: number }) => Math.abs(y2 - y);

test("what offsets each other on a day is drawn either way, never netted", () => {
  const days = [part(october(9), "5"), part(october(9), "-5", { cause: "rounding" })];

  const [up, down] = drawn(days).boxes;

  expect([up?.color, down?.color]).toEqual([gapColors.more, gapColors.less]);
  expect(height(up ?? { y: 0, y2: 0 })).toBeCloseTo(height(down ?? { y: 0, y2: 0 }), 6);
});

test("what is unexplained stands on what is explained, in its own colour", () => {
  const [explained, open] = drawn([
    part(october(9), "3"),
    part(october(9), "1", { cause: null }),
  ]).boxes;

  expect(open?.color).toBe(gapColors.unexplained);
  expect(open?.y).toBeCloseTo(explained?.y2 ?? 0, 6);
  expect(height(explained ?? { y: 0, y2: 0 })).toBeCloseTo(3 * height(open ?? { y: 0, y2: 0 }), 6);
});

test("causes of one day are one bar, and the highest day is named exactly", () => {
  const days = [
    part(october(2), "-0.10"),
    part(october(2), "-0.20", { cause: "fee" }),
    part(october(3), "-0.05"),
    part(null, "-90"),
  ];

  const { boxes, labels } = drawn(days);

  expect(boxes).toHaveLength(2);
  expect(textsIn(labels)).toEqual(["Payouts against commissions", "Gap −7.25 USD", "−0.30", "0"]);
});

test("a day too small to see beside another is drawn all the same", () => {
  const [, small] = drawn([part(october(2), "100000"), part(october(3), "0.01")]).boxes;

  expect(height(small ?? { y: 0, y2: 0 })).toBeGreaterThan(1);
});

test("counts have no currency", () => {
  const { labels } = drawn([part(october(2), "-4")], { currency: null, gap: "-1204" });

  expect(textsIn(labels)).toEqual(expect.arrayContaining(["Gap −1,204", "−4"]));
});
