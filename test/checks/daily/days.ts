import { DateTime } from "luxon";

import type { Row } from "../judged.ts";

/** The judged window of these tests, a Tuesday in New York. */
export const tuesday = { window: "2026-10-13" } as const;

/** The Sunday on which the clocks of New York go back: it has 25 hours, the last of which ends at 05:00 UTC. */
export const longSunday = { window: "2026-11-01" } as const;

/** Its last second, and the first of the Monday after. */
export const lastOfSunday = "2026-11-02T04:59:59Z";
export const firstOfMonday = "2026-11-02T05:00:00Z";

const noon = DateTime.fromISO("2026-10-13T16:00:00Z", { zone: "utc" });

/** Noon in New York so many days before that Tuesday, and so many minutes after it. */
export function noonOf(ago: number, minutes = 0): string {
  return noon.minus({ days: ago }).plus({ minutes }).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
}

/** So many records on each of the 57 days up to that Tuesday, a minute apart. */
export function daily(
  count: (ago: number) => number,
  record: (ago: number, number: number) => Row,
): Row[] {
  return Array.from({ length: 57 }, (_, ago) =>
    Array.from({ length: count(ago) }, (_none, number) => record(ago, number)),
  ).flat();
}

/** An approved sale of ten dollars. */
export function sale(ago: number, number: number, more: Row = {}): Row {
  return {
    conversion_id: `cv_${ago}_${number}`,
    occurred_at: noonOf(ago, number),
    status: "approved",
    amount: "10.00",
    currency: "USD",
    ...more,
  };
}

export function click(ago: number, number: number, more: Row = {}): Row {
  return {
    event_id: `ev_${ago}_${number}`,
    type: "click",
    occurred_at: noonOf(ago, number),
    ...more,
  };
}
