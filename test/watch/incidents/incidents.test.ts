import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { sql } from "kysely";

import { auditLog } from "#runs/audit.ts";
import { endpointIncidents } from "#watch/incidents/endpoint-incidents.ts";
import { openIncidents, readIncident } from "#watch/incidents/incident-rows.ts";
import { Incidents } from "#watch/incidents/incidents.ts";
import { change, instant, minute, second, start } from "../../model/incidents.ts";
import { oneStore, quiet } from "../../slack/open-store.ts";
import { endpoint, happen, incidentsOn, watching } from "./incidents.ts";

const store = oneStore();
beforeEach(async () => {
  await sql`truncate incident, endpoint_transition, endpoint, maintenance cascade`.execute(
    store().db,
  );
});

const impact = (ids: readonly string[]) => ids.map((id) => endpoint(id, { provider: "impact" }));
const act = (incidents: Incidents, id: string, event: Parameters<Incidents["act"]>[2]) =>
  store().transaction((trx) => incidents.act(trx, id, event));

test("an outage is told once, within three seconds of its confirmation, and its end at once", async () => {
  const { incidents, told, until } = incidentsOn(store(), watching(impact(["api"])));
  await happen(store(), [change("api", "down", 0)]);
  await until(2 * second);
  expect(told).toEqual([]);
  await until(3 * second);
  await until(30 * second);
  await happen(store(), [change("api", "up", 31 * second)]);
  await until(32 * second);

  expect(told).toMatchObject([
    { beganAt: instant(-8 * second), endedAt: null },
    { endedAt: instant(23 * second) },
  ]);
  expect(Date.parse(told[0]?.openedAt ?? "") - start).toBeLessThan(3 * second);
  await incidents.stop();
  expect(await openIncidents(store().db)).toEqual([]);
});

test("a process at work takes up what it is woken for, and what another has left, until it is stopped", async () => {
  const told: string[] = [];
  const incidents = new Incidents({
    store: store(),
    watching: watching([endpoint("api"), endpoint("shop")]),
    tellers: [{ changed: async (_, { shared }) => void told.push(shared.name) }],
    log: quiet,
  });
  await incidents.work();
  await happen(store(), [change("api", "down", 0)]);
  incidents.wake();
  await vi.waitFor(() => expect(told).toEqual(["api"]), 20_000);
  await happen(store(), [change("shop", "down", 0)]);
  await vi.waitFor(() => expect(told).toEqual(["api", "shop"]), 20_000);
  await incidents.stop();

  await happen(store(), [change("api", "up", minute)]);
  incidents.wake();
  expect(await openIncidents(store().db)).toHaveLength(2);
}, 60_000);

test("fifty that fail over ten seconds are one incident, told twice", async () => {
  const ids = Array.from({ length: 50 }, (_, index) => `endpoint-${index}`);
  const { told, until } = incidentsOn(store(), watching(impact(ids)));
  for (const [index, id] of ids.entries()) {
    await happen(store(), [change(id, "down", index * 200)]);
    await until((index + 1) * 200);
  }
  await until(minute);

  expect(told.map(({ id, affected }) => [id === told[0]?.id, affected.length > 49])).toEqual([
    [true, false],
    [true, true],
  ]);
});

test("a process that takes over goes on where the first was: nothing is taken up or told twice", async () => {
  const given = watching(impact(["api", "links"]));
  const first = incidentsOn(store(), given);
  await happen(store(), [change("api", "down", 0)]);
  await first.until(3 * second);
  await happen(store(), [change("links", "down", 4 * second)]);
  const next = incidentsOn(store(), given);
  await Promise.all([first.until(minute), next.until(minute)]);

  const all = await openIncidents(store().db);
  expect(all.map(({ affected }) => affected.map((one) => one.endpoint))).toEqual([
    ["api", "links"],
  ]);
  expect([...first.told, ...next.told].map(({ affected }) => affected.length)).toEqual([1, 2]);
});

test("what people do is told in their transaction, audited, and never opens what has ended", async () => {
  const { incidents, told, until } = incidentsOn(store(), watching(impact(["api"])));
  await happen(store(), [change("api", "down", 0)]);
  await until(3 * second);
  const id = told[0]?.id ?? "";
  await act(incidents, id, { kind: "acknowledged", at: instant(4 * second), by: "U0MAYA0001" });
  await happen(store(), [change("api", "up", minute)]);
  await until(minute + second);
  const late = { kind: "assigned", at: instant(2 * minute), by: "U0TOMAS002", to: "U0MAYA0001" };
  const after = await act(incidents, id, late as Parameters<Incidents["act"]>[2]);

  expect(told[1]).toMatchObject({ acknowledged: { by: "U0MAYA0001" } });
  expect(after).toMatchObject({ endedAt: told[2]?.endedAt, assignee: null });
  expect(await readIncident(store().db, id)).toEqual(after);
  const entries = await auditLog(store().db);
  expect(entries.map(({ action, actor, detail }) => [action, actor, detail])).toEqual([
    ["incident.assigned", "U0TOMAS002", { incident: id, to: "U0MAYA0001" }],
    ["incident.acknowledged", "U0MAYA0001", { incident: id }],
  ]);
});

test("what nobody takes is said again after one hour and after three; what is snoozed only when it wakes", async () => {
  const { incidents, told, until } = incidentsOn(store(), watching(impact(["api", "links"])));
  await happen(store(), [change("api", "down", 0)]);
  await until(3 * second);
  const id = told[0]?.id ?? "";
  await until(4 * 60 * minute);
  const snoozed = { at: instant(4 * 60 * minute), by: "U0MAYA0001" };
  await act(incidents, id, { kind: "snoozed", ...snoozed, until: instant(30 * 60 * minute) });
  await until(31 * 60 * minute);
  await act(incidents, id, { kind: "acknowledged", ...snoozed });
  await until(80 * 60 * minute);

  const [incident] = await openIncidents(store().db);
  const hours = incident?.events.map(({ kind, at }) => [
    kind,
    Math.round((Date.parse(at) - start) / (60 * minute)),
  ]);
  expect(hours).toEqual([
    ["down", 0],
    ["still", 1],
    ["still", 3],
    ["snoozed", 4],
    ["woken", 30],
    ["acknowledged", 4],
  ]);
  expect(told).toHaveLength(6);
});

test("what somebody has paused is not said again until it is looked at again", async () => {
  const { told, until } = incidentsOn(store(), watching([endpoint("api")]));
  await happen(store(), [change("api", "down", 0)]);
  await until(3 * second);
  const pausing = (paused: Date | null) =>
    store().db.updateTable("endpoint").set({ paused_at: paused }).execute();
  await pausing(new Date(start));
  await until(2 * 60 * minute);
  expect(told).toHaveLength(1);
  await pausing(null);
  await until(2 * 60 * minute + 6 * minute);

  expect(told.at(-1)?.events.map(({ kind }) => kind)).toEqual(["down", "still"]);
});

test("endpoints that flap are one incident with a word each quarter of an hour", async () => {
  const given = watching(["a", "b"].map((id) => endpoint(id, { host: "shop.example" })));
  const { told, until } = incidentsOn(store(), given);
  const flips = [1, 2, 3, 4, 5, 6, 7];
  await happen(store(), [change("a", "flapping", 0), change("b", "flapping", second)], { flips });
  await until(50 * minute);

  expect(told).toHaveLength(4);
  expect(told.at(-1)?.events.slice(2)).toMatchObject(
    Array.from({ length: 3 }, () => ({ kind: "turning", endpoints: ["a", "b"], turns: 14 })),
  );
});

test("in declared maintenance nothing opens and nothing is said again; what is down afterwards opens then", async () => {
  const { told, until } = incidentsOn(store(), watching([endpoint("api"), endpoint("shop")]));
  const order = { reason: "A new certificate", declared_by: "U0MAYA0001" };
  const times = { from_at: new Date(start), to_at: new Date(start + 60 * minute) };
  await store()
    .db.insertInto("maintenance")
    .values(["api", "shop"].map((id) => ({ endpoint: id, ...times, ...order })))
    .execute();
  await happen(store(), [change("api", "down", minute), change("shop", "down", minute)]);
  await until(2 * minute);
  await happen(store(), [change("shop", "up", 3 * minute)]);
  await until(59 * minute);
  expect(told).toEqual([]);
  await until(60 * minute);
  await until(61 * minute);

  expect(told).toMatchObject([
    { beganAt: instant(minute - 8 * second), affected: [{ endpoint: "api" }] },
  ]);
  expect(told).toHaveLength(1);
});

test("when nothing answers that always does it is our own connection; when something does it is theirs", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const dead = { host: "127.0.0.1", port: 1 };
  const sharedBy = async (addresses: Parameters<typeof watching>[1]): Promise<unknown> => {
    await sql`truncate incident, endpoint_transition cascade`.execute(store().db);
    const given = watching([endpoint("api"), endpoint("shop")], addresses);
    const { told, until } = incidentsOn(store(), given);
    await happen(store(), [change("api", "down", 0), change("shop", "down", 0)]);
    await until(4 * second);
    return told.map(({ shared }) => shared.by);
  };

  expect(await sharedBy([dead])).toEqual(["ourselves"]);
  expect(await sharedBy([dead, { host: "127.0.0.1", port }])).toEqual(["endpoint", "endpoint"]);
});

test("an endpoint that the configuration has no more leaves its incident once nobody looks at it", async () => {
  const { incidents, told, until } = incidentsOn(store(), watching(impact(["api"])));
  await happen(store(), [change("api", "down", 0)]);
  await until(3 * second);
  await incidents.reload(watching([]));
  await until(5 * minute);
  expect(told).toHaveLength(1);
  await until(12 * minute);

  expect(told.at(-1)).toMatchObject({ affected: [{ endpoint: "api" }] });
  expect(told.at(-1)?.endedAt).not.toBeNull();
  expect(told.at(-1)?.events.map(({ kind }) => kind)).toEqual(["down", "removed", "ended"]);
});

test("the timeline of a run has each outage of each endpoint", async () => {
  const { until } = incidentsOn(store(), watching(impact(["api", "links"])));
  await happen(store(), [change("api", "down", 0), change("links", "down", second)]);
  await until(3 * second);
  await happen(store(), [change("api", "up", minute)]);
  await until(2 * minute);

  const of = (from: number, to: number) =>
    endpointIncidents(store().db, new Date(start + from), new Date(start + to));
  expect(await of(0, minute)).toEqual([
    {
      endpoint: "api",
      from: instant(-8 * second),
      to: instant(minute - 8 * second),
      state: "platform_down",
    },
    { endpoint: "links", from: instant(-7 * second), to: null, state: "platform_down" },
  ]);
  expect(await of(5 * minute, 6 * minute)).toMatchObject([{ endpoint: "links" }]);
  expect(await of(-5 * minute, -minute)).toEqual([]);
});
