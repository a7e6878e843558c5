import { expect, test } from "vitest";

import { dayOfChange, daysAround } from "#model/timeline.ts";

test("a timeline shows the window, and thirty days where that is more", () => {
  expect(daysAround({ from: "2026-10-01", to: "2026-10-31" }).from).toBe("2026-10-01");
  expect(daysAround({ from: "2026-10-25", to: "2026-10-31" })).toEqual({
    from: "2026-10-02",
    to: "2026-10-31",
  });
  expect(daysAround({ from: "2026-03-01", to: "2026-03-01" }).from).toBe("2026-01-31");
});

test("a change is of the day it has in the timezone, a calendar date of its own", () => {
  const module = "rules";
  const zone = { timezone: "America/New_York" };

  expect(dayOfChange({ at: "2026-10-09T03:59:59Z", module }, zone)).toBe("2026-10-08");
  expect(dayOfChange({ at: "2026-10-09", module }, zone)).toBe("2026-10-09");
});
