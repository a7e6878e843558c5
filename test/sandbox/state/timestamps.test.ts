import { expect, test } from "vitest";
import { Timestamps } from "#sandbox/state/timestamps.ts";

test("gives later timestamps than before while the clock stands still or goes back", () => {
  let now = 1_763_712_000_500;
  const timestamps = new Timestamps(() => now);

  const given = [timestamps.next(), timestamps.next()];
  now -= 60_000;
  given.push(timestamps.next());

  expect(given).toEqual(["1763712000.500000", "1763712000.500001", "1763712000.500002"]);
});

test("gives later timestamps than those it saw of an earlier process", () => {
  const timestamps = new Timestamps(() => 1_763_712_000_000);

  timestamps.saw("1763712009.000007");

  expect(timestamps.next()).toBe("1763712009.000008");
});
