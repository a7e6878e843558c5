import { expect, test } from "vitest";
import { dateText, dayText } from "#sandbox/page/text/date.ts";

test("Slack's date tokens are written in the zone asked for", () => {
  const seconds = Date.UTC(2026, 10, 1, 3, 30) / 1000;

  expect(dateText(seconds, "{date_num}", "America/New_York")).toContain("31");
  expect(dateText(seconds, "{date_num}", "UTC")).toContain("01");
  expect(dateText(seconds, "{unheard_of} x", "UTC")).toBe("{unheard_of} x");
});

test("a day is said as a reader says it", () => {
  const now = new Date(2026, 10, 20, 12);
  const ts = (day: number) => (new Date(2026, 10, day, 9).getTime() / 1000).toFixed(6);

  expect(dayText(ts(20), now)).toBe("Today");
  expect(dayText(ts(19), now)).toBe("Yesterday");
  expect(dayText(ts(3), now)).toContain("3");
});
