import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";

import { spans } from "#model/history.ts";
import type { IncidentEvent } from "#model/incident.ts";
import type { Loss } from "#model/loss.ts";
import { endpointDays } from "#watch/history/endpoint-days.ts";

import { oneStore } from "../../slack/open-store.ts";
import { historyIn, seen } from "./open-history.ts";

const store = oneStore();
beforeEach(() =>
  sql`TRUNCATE endpoint_minute, endpoint_history, incident CASCADE`.execute(store().db),
);

const begin = Date.parse("2026-11-20T00:00:00Z");
const day = { from: begin, to: begin + spans.day };
const endpoints = new Map(["shop", "link"].map((id) => [id, { id, objective: 99.9 }] as const));
const at = (minute: number): string => new Date(begin + minute * spans.minute).toISOString();
const told = { condition: "platform_down", text: "It refused the connection." } as const;
const estimate = (likely: string) => ({ likely, low: "0", high: "999" });
const loss: Loss = {
  at: at(700),
  isCorrected: false,
  unknown: null,
  programs: ["spring", "autumn"].map((program) => ({
    program,
    currency: "USD",
    expected: estimate("40"),
    recovered: 0,
    missing: estimate("9"),
    revenue: estimate("4120"),
    commission: program === "spring" ? estimate("206.10") : null,
  })),
};

async function incident(id: string, events: readonly IncidentEvent[]): Promise<void> {
  const shared = JSON.stringify({ by: "provider", name: "impact" });
  const [first, last] = [events[0]?.at ?? at(0), events.at(-1)?.at ?? at(0)];
  await store()
    .db.insertInto("incident")
    .values({ id, shared, channel: null, opened_at: first, ended_at: last })
    .execute();
  const rows = events.map((event, sequence) => ({
    incident_id: id,
    sequence,
    event: JSON.stringify(event),
  }));
  await store().db.insertInto("incident_event").values(rows).execute();
}

test("a day has its uptime, its incidents, and the budget and loss of thirty days", async () => {
  const history = historyIn(store(), at(0));
  const recorder = history.recorder();
  for (let minute = 0; minute < 24 * 60; minute += 1) {
    const isDown = minute >= 600 && minute < 672;
    const [took, bad] = [100, "platform_down"] as const;
    recorder.record("shop", seen(begin + minute * spans.minute, isDown ? bad : "up", took));
  }
  history.clock.at = day.to + spans.hour;
  await recorder.flush();
  await history.upkeep().tick();
  for (const [id, began] of [
    ["01A", 600],
    ["01B", -8000],
  ] as const) {
    await incident(id, [
      { kind: "down", at: at(began), endpoint: "shop", since: at(began), ...told },
      { kind: "down", at: at(began), endpoint: "link", since: at(began), ...told },
      { kind: "up", at: at(began + 72), endpoint: "shop", since: at(began + 72) },
      { kind: "up", at: at(began + 72), endpoint: "link", since: at(began + 72) },
      { kind: "loss", at: at(began + 72), loss },
      { kind: "ended", at: at(began + 73) },
    ]);
  }

  const [shop, link] = await endpointDays(endpoints, day, history.reading());

  expect(history.faults).toEqual([]);
  expect(shop).toMatchObject({ endpoint: "shop", incidents: 1, excused: 0, objective: 99.9 });
  expect(shop?.uptime).toBeCloseTo(0.95, 3);
  expect(shop?.p95).toBeCloseTo(100, -1);
  expect((shop?.budget.used ?? 0) / spans.minute).toBeCloseTo(72, 1);
  expect((shop?.budget.allowed ?? 0) / spans.minute).toBeCloseTo(43.2);
  expect(shop?.lost).toEqual([
    { of: "commission", currency: "USD", amount: "412.2" },
    { of: "revenue", currency: "USD", amount: "8240" },
  ]);
  expect(link).toMatchObject({ uptime: null, p95: null, incidents: 1, lost: [] });
});

test("without endpoints there is nothing to say", async () => {
  const history = historyIn(store(), at(0));
  expect(await endpointDays(new Map(), day, history.reading())).toEqual([]);
});
