import * as fc from "fast-check";
import { expect, test } from "vitest";

import { buckets } from "#model/latency.ts";
import { conditions } from "#model/observation.ts";
import type { Tally } from "#model/tally.ts";
import { pageBytes, pageFrom, pageOf } from "#watch/history/pages.ts";

import { randomOf } from "../../../bench/random.ts";

const count = fc.oneof(fc.nat(5), fc.nat(1_000_000));
const time = fc.oneof(fc.constant(0), fc.nat(86_400_000));
const tally: fc.Arbitrary<Tally> = fc.record({
  looks: fc.array(count, { minLength: conditions.length, maxLength: conditions.length }),
  up: time,
  down: time,
  excused: time,
  latency: fc
    .array(fc.tuple(fc.nat(buckets - 1), fc.integer({ min: 1, max: 100_000 })))
    .map((entries) => new Map(entries.toSorted(([one], [other]) => one - other))),
});

test.each(["minute", "hour", "day"] as const)("a page of %ss says what it was told", (span) => {
  const length = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }[span];
  const begins = pageOf(span, Date.parse("2026-11-21T13:14:15Z"));
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(30)), fc.array(tally, { minLength: 31 }), (places, some) => {
      const page = new Map(
        places
          .toSorted((one, other) => one - other)
          .map((place) => [begins + place * length, some[place] as Tally]),
      );
      expect(pageFrom(pageBytes(page, span, begins), span, begins)).toEqual(page);
    }),
  );
});

test("an hour of looks every ten seconds takes less than forty bytes", () => {
  const random = randomOf(7);
  const latency = new Map<number, number>();
  for (let look = 0; look < 360; look += 1) {
    const spread = random() + random() + random() + random() - 2;
    const bucket = Math.round(170 + spread * 15);
    latency.set(bucket, (latency.get(bucket) ?? 0) + 1);
  }
  const looks = conditions.map((condition) => (condition === "up" ? 360 : 0));
  const page = new Map([[0, { looks, up: 3_600_000, down: 0, excused: 0, latency }]]);

  expect(pageBytes(page, "hour", 0).length).toBeLessThan(40);
});
