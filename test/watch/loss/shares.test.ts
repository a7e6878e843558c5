import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";

import { spans } from "#model/history.ts";
import type { Condition } from "#model/observation.ts";
import { sharesFrom } from "#watch/loss/shares.ts";
import { oneStore } from "../../slack/open-store.ts";
import { historyIn, keep, seen } from "../history/open-history.ts";
import { endpoint } from "../incidents/incidents.ts";

const store = oneStore();
const from = Date.parse("2026-11-21T02:00:00Z");
const pixel = endpoint("pixel", { retried: 0.25 });

beforeEach(async () => {
  await sql`TRUNCATE endpoint_minute, endpoint_history`.execute(store().db);
});

/** Looks of an endpoint in one minute, evenly spread. */
async function looked(minute: number, ...conditions: readonly Condition[]): Promise<void> {
  const history = historyIn(store(), "2026-11-21T02:00:00Z");
  const recorder = history.recorder();
  for (const [index, condition] of conditions.entries()) {
    history.clock.at = from + minute * spans.minute + index * 10_000;
    recorder.record("pixel", seen(history.clock.at, condition));
  }
  await recorder.flush();
}

function sharesOf(minutes: number, isFlapping: boolean) {
  const to = from + minutes * spans.minute;
  return sharesFrom(store().db, keep, to)({ endpoint: "pixel", from, to, isFlapping }, pixel);
}

test("what is down is one outage, whatever looks said", async () => {
  await looked(0, "up", "platform_down");

  expect(await sharesOf(3, false)).toEqual([
    { from, to: from + 3 * spans.minute, share: 1, retried: 0.25 },
  ]);
});

test("of what turns to and fro each minute loses the share of its looks that failed, half where nobody looked", async () => {
  await looked(0, "up", "platform_down", "application_error", "up");
  await looked(1, "up", "unknown", "throttled");
  await looked(3, "platform_down", "unknown");

  const at = (minute: number): number => from + minute * spans.minute;
  expect(await sharesOf(5, true)).toEqual([
    { from: at(0), to: at(1), share: 0.5, retried: 0.25 },
    { from: at(1), to: at(2), share: 0, retried: 0.25 },
    { from: at(2), to: at(3), share: 0.5, retried: 0.25 },
    { from: at(3), to: at(4), share: 1, retried: 0.25 },
    { from: at(4), to: at(5), share: 0.5, retried: 0.25 },
  ]);
});
