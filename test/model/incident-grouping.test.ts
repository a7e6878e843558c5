import { expect, test } from "vitest";

import type { Incident } from "#model/incident.ts";
import { change, instant, kin, minute, second, start, taken } from "./incidents.ts";

const named = (incidents: readonly Incident[]): string[] =>
  incidents.map(
    ({ shared, affected }) =>
      `${shared.by} ${shared.name}: ${affected.map(({ endpoint }) => endpoint).join(" ")}`,
  );
const down = (ids: readonly string[], at = 0) => ids.map((id) => change(id, "down", at));

test("what has nothing in common is an incident each, dated back to its first failing look", () => {
  const { incidents } = taken([], down(["api", "shop"]), second, {
    kinds: [kin("api"), kin("shop")],
  });

  expect(named(incidents)).toEqual(["endpoint api: api", "endpoint shop: shop"]);
  expect(incidents[0]).toMatchObject({
    beganAt: instant(-8 * second),
    openedAt: instant(second),
    channel: "C0WATCH01",
  });
});

test.each([
  ["provider impact", { provider: "impact" }],
  ["host impact.example", { host: "impact.example" }],
])("what shares its %s fails together", (name, more) => {
  const ids = ["one", "two", "three"];
  const { incidents } = taken([], down(ids), 0, { kinds: ids.map((id) => kin(id, more)) });

  expect(named(incidents)).toEqual([`${name}: one two three`]);
});

test("what depends on one that is down joins it, however far down and though the two came first", () => {
  const kinds = [
    kin("page", { dependsOn: ["api"] }),
    kin("report", { dependsOn: ["page"] }),
    kin("api", { provider: "impact" }),
    kin("other", { provider: "impact" }),
  ];
  const { incidents } = taken([], down(["report", "page", "api"]), 0, { kinds });

  expect(named(incidents)).toEqual(["dependency api: api page report"]);
});

test("one on which others depend joins them when it fails a little later", () => {
  const kinds = [kin("api"), kin("page", { dependsOn: ["api"] })];
  const first = taken([], down(["page"]), 0, { kinds }).incidents;
  const later = taken(first, down(["api"], minute), minute, { kinds }).incidents;

  expect(named(later)).toEqual(["dependency api: page api"]);
  expect(later[0]?.id).toBe(first[0]?.id);
});

test("what fails an hour later is an incident of its own, unless it cannot be up without the first", () => {
  const kinds = [
    kin("api", { provider: "impact" }),
    kin("links", { provider: "impact" }),
    kin("page", { dependsOn: ["api"] }),
  ];
  const first = taken([], down(["api"]), 0, { kinds }).incidents;
  const hour = 60 * minute;
  const later = taken(first, down(["links", "page"], hour), hour, { kinds }).incidents;

  expect(named(later)).toEqual(["dependency api: api page", "endpoint links: links"]);
});

test("what is looked at once an hour may have failed with what is looked at each minute", () => {
  const kinds = [
    kin("api", { provider: "impact" }),
    kin("report", { provider: "impact", interval: 60 * minute }),
  ];
  const first = taken([], down(["api"]), 0, { kinds }).incidents;
  const later = taken(first, down(["report"], 50 * minute), 50 * minute, { kinds }).incidents;

  expect(named(later)).toEqual(["provider impact: api report"]);
});

test("channels are never mixed", () => {
  const kinds = [
    kin("api", { provider: "impact", channel: "C0OTHER01" }),
    kin("links", { provider: "impact" }),
    kin("page", { dependsOn: ["api"] }),
  ];
  const { incidents } = taken([], down(["api", "links", "page"]), 0, { kinds });

  expect(incidents.map(({ channel }) => channel)).toEqual(["C0OTHER01", "C0WATCH01", "C0WATCH01"]);
});

test("another that fails wakes a snooze and says which it is, as does one that gets worse", () => {
  const kinds = [kin("api", { provider: "impact" }), kin("links", { provider: "impact" })];
  const [open] = taken([], [change("api", "down", 0, "credential")], 0, { kinds }).incidents;
  if (!open) throw new Error("it did not open");
  const snoozed = { ...open, snoozedUntil: instant(60 * minute) };
  const reasonOf = (fresh: Parameters<typeof taken>[1]): unknown => {
    const [incident] = taken([snoozed], fresh, minute, { kinds }).incidents;
    return [incident?.snoozedUntil, incident?.events.find(({ kind }) => kind === "woken")];
  };

  expect(reasonOf(down(["links"], minute))).toMatchObject([null, { reason: "links is down too." }]);
  expect(reasonOf([change("api", "changed", minute, "platform_down")])).toMatchObject([
    null,
    { reason: "It got worse: It is platform_down." },
  ]);
  expect(reasonOf([change("api", "changed", minute, "stale")])).toEqual([
    snoozed.snoozedUntil,
    undefined,
  ]);
});

test("an outage that was over before anybody took it up is one that has ended, not one nobody hears of", () => {
  const kinds = [kin("api", { provider: "impact" }), kin("links", { provider: "impact" })];
  const fresh = [
    ...down(["api", "links"]),
    change("api", "up", 5 * minute),
    change("links", "up", 6 * minute),
  ];
  const { incidents } = taken([], fresh, 60 * minute, { kinds });

  expect(named(incidents)).toEqual(["provider impact: api links"]);
  expect(incidents[0]).toMatchObject({ endedAt: instant(6 * minute - 8 * second) });
  expect(incidents[0]?.events.at(-1)?.kind).toBe("ended");
});

test("a recovery of which nobody heard the outage says nothing", () => {
  const kinds = [kin("api")];

  expect(
    taken([], [change("api", "up", 0), change("api", "well", 1)], 2, { kinds }).incidents,
  ).toEqual([]);
});

test("one that flaps is in its incident until it has been steady, and may stay down", () => {
  const kinds = [kin("api")];
  const open = taken([], [change("api", "flapping", 0)], 0, { kinds }).incidents;
  const still = taken(open, [change("api", "steady", minute)], minute, { kinds }).incidents;
  const over = taken(still, [change("api", "up", 2 * minute)], 2 * minute, { kinds }).incidents;

  expect(open[0]?.affected).toMatchObject([{ isFlapping: true, until: null }]);
  expect(still[0]?.affected).toMatchObject([{ isFlapping: false, until: null }]);
  expect(over[0]?.affected).toMatchObject([{ until: instant(2 * minute - 8 * second) }]);
});

test("fifty that flap on one host are one incident", () => {
  const ids = Array.from({ length: 50 }, (_, index) => `endpoint-${index}`);
  const kinds = ids.map((id) => kin(id, { host: "shop.example" }));
  const fresh = ids.map((id, index) => change(id, "flapping", index * 200));

  expect(taken([], fresh, 10 * second, { kinds }).incidents).toHaveLength(1);
});

test("what our own connection explains is one incident for each channel, and ends as any other", () => {
  const ids = ["api", "shop", "pixel"];
  const kinds = ids.map((id) => kin(id, id === "pixel" ? { channel: "C0OTHER01" } : {}));
  const ours = { kinds, ours: new Set(ids), isGuess: false };
  const open = taken([], down(ids), 0, ours).incidents;
  const fresh = [change("api", "up", minute), change("shop", "up", minute)];
  const later = taken(open, fresh, minute, { kinds }).incidents;

  expect(named(open)).toEqual(["ourselves : api shop", "ourselves : pixel"]);
  expect(open[0]?.shared.isGuess).toBeUndefined();
  expect(later).toMatchObject([{ endedAt: instant(minute - 8 * second) }]);
});

test("in maintenance nothing opens; what is still down when it ends opens then, dated back", () => {
  const kinds = [kin("api"), kin("shop")];
  const end = start + 60 * minute;
  const maintenance = (_: string, at: number) => (at < end ? end : null);
  const fresh = [...down(["api", "shop"]), change("shop", "up", 10 * minute)];
  const during = taken([], fresh.slice(0, 2), 0, { kinds, maintenance });
  const well = taken([], fresh.slice(2), 10 * minute, { kinds, maintenance });
  const after = taken([], fresh.slice(0, 1), 60 * minute, { kinds, maintenance });

  expect(during.incidents).toEqual([]);
  expect([...during.deferred.values()]).toEqual([end, end]);
  expect(well).toMatchObject({ incidents: [], well: new Map([["shop", fresh[2]?.id]]) });
  expect(after.incidents).toMatchObject([
    { beganAt: instant(-8 * second), openedAt: instant(60 * minute), endedAt: null },
  ]);
});

test("an outage that began and ended within maintenance is nobody's news, though it is taken up later", () => {
  const maintenance = (_: string, at: number) => (at < start + minute ? start + minute : null);
  const fresh = [change("api", "down", 0), change("api", "up", 30 * second)];

  expect(taken([], fresh, 60 * minute, { kinds: [kin("api")], maintenance }).incidents).toEqual([]);
});

test("what depends on one that is down in maintenance waits with it; on one that is up it does not", () => {
  const kinds = [kin("api"), kin("page", { dependsOn: ["api"] })];
  const end = start + 60 * minute;
  const maintenance = (endpoint: string) => (endpoint === "api" ? end : null);
  const opened = (isDown: boolean) =>
    taken([], down(["page"]), 0, { kinds, maintenance, isDown: () => isDown }).incidents.length;

  expect([opened(true), opened(false)]).toEqual([0, 1]);
});
