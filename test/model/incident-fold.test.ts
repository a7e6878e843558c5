import { expect, test } from "vitest";

import { after, incidentOf } from "#model/incident-fold.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { instant, minute } from "./incidents.ts";

const opening = {
  id: "01INCIDENT",
  shared: { by: "endpoint", name: "api" },
  channel: "C0WATCH01",
  openedAt: instant(0),
} as const;
const text = "It could not be reached.";

function down(endpoint: string, at: number): IncidentEvent {
  const since = instant(at - minute);
  return { kind: "down", at: instant(at), endpoint, since, condition: "platform_down", text };
}

function up(endpoint: string, at: number): IncidentEvent {
  return { kind: "up", at: instant(at), endpoint, since: instant(at - 10_000) };
}

const acknowledged = (at: number, by: string): IncidentEvent => ({
  kind: "acknowledged",
  at: instant(at),
  by,
});

function folded(...events: readonly IncidentEvent[]): Incident {
  return incidentOf(opening, events);
}

test("it begins with the first failing look of all, and ends when the last is well, dated back", () => {
  const incident = folded(
    down("api", 0),
    down("pixel", minute),
    up("api", 2 * minute),
    up("pixel", 5 * minute),
  );

  expect(incident).toMatchObject({
    beganAt: instant(-minute),
    endedAt: instant(5 * minute - 10_000),
    affected: [
      { endpoint: "api", since: instant(-minute), until: instant(2 * minute - 10_000) },
      { endpoint: "pixel", since: instant(0), until: instant(5 * minute - 10_000) },
    ],
  });
});

test("an acknowledgement that comes after the end changes nothing and is kept", () => {
  const ended = folded(down("api", 0), up("api", minute));
  const late = after(ended, acknowledged(minute + 1, "U0MAYA0001"));

  expect(late).toEqual({ ...ended, events: [...ended.events, late.events[2]] });
  expect(late.endedAt).not.toBeNull();
  expect(late.acknowledged).toBeNull();
});

test("nothing that is said later opens it again, but a run and what it cost are still learned", () => {
  const loss = { at: instant(minute), programs: [], isCorrected: true, unknown: null };
  const ended = folded(down("api", 0), up("api", minute));
  const later: IncidentEvent[] = [
    down("api", 2 * minute),
    { kind: "snoozed", at: instant(minute), by: "U0MAYA0001", until: instant(minute) },
    { kind: "run", at: instant(minute), by: "U0MAYA0001", run: "01RUN" },
    { kind: "loss", at: instant(minute), loss },
  ];

  expect(later.reduce(after, ended)).toMatchObject({
    endedAt: ended.endedAt,
    snoozedUntil: null,
    affected: ended.affected,
    runs: ["01RUN"],
    loss,
  });
});

test("who took it first has it, whoever takes it later", () => {
  expect(
    folded(down("api", 0), acknowledged(1, "U0MAYA0001"), acknowledged(2, "U0TOMAS002")),
  ).toMatchObject({ acknowledged: { by: "U0MAYA0001", at: instant(1) } });
});

test("an endpoint that fails again is another outage of the same incident", () => {
  const { affected, endedAt } = folded(
    down("api", 0),
    down("pixel", 0),
    up("api", minute),
    down("api", 10 * minute),
  );

  expect(endedAt).toBeNull();
  expect(affected.map(({ endpoint, until }) => [endpoint, until === null])).toEqual([
    ["api", false],
    ["pixel", true],
    ["api", true],
  ]);
});

test("a snooze and maintenance end together when it wakes", () => {
  const until = instant(30 * minute);
  const by = "U0MAYA0001";
  const quiet = folded(
    down("api", 0),
    { kind: "snoozed", at: instant(1), by, until },
    { kind: "maintenance", at: instant(2), by, until, reason: "A new certificate" },
  );

  expect(quiet).toMatchObject({ snoozedUntil: until, maintenance: { until } });
  expect(
    after(quiet, { kind: "woken", at: instant(3), reason: "pixel is down too." }),
  ).toMatchObject({ snoozedUntil: null, maintenance: null });
});

test("a look somebody asked for tells what is wrong now, and ends nothing though it was good", () => {
  const by = "U0MAYA0001";
  const seen = { endpoint: "api", by, at: instant(minute) };
  const worse = after(folded(down("api", 0)), {
    kind: "rechecked",
    ...seen,
    condition: "credential",
    text: "It answered 401.",
  });
  const well = after(worse, {
    kind: "rechecked",
    ...seen,
    condition: "up",
    text: "It answered 200.",
  });

  expect(worse.affected).toMatchObject([{ condition: "credential", text: "It answered 401." }]);
  expect(well.affected).toEqual(worse.affected);
  expect(well.endedAt).toBeNull();
});
