import { expect, test } from "vitest";

import { nextOnGrid, phaseOf, shardOf } from "#watch/phase.ts";
import { Rounds } from "#watch/rounds.ts";
import type { Round, RoundsParts } from "#watch/rounds.ts";
import { FakeClock } from "./fake-clock.ts";

/** Monday, at a whole minute. */
const start = Date.parse("2026-11-02T10:00:00Z");
const interval = 10_000;

function round(id: string, more: Partial<Round> = {}): Round {
  return { id, interval, host: null, readsExports: false, ...more };
}

/** Rounds by a clock of the test's, and what they looked at when. */
function roundsBy(given: Partial<RoundsParts> & { lasts?: (id: string) => number } = {}) {
  const clock = new FakeClock();
  const looks: { id: string; at: number }[] = [];
  const wall = { offset: start };
  const { lasts = () => 0, ...parts } = given;
  const rounds = new Rounds({
    clock,
    wall: () => wall.offset + clock.now(),
    async look(id) {
      looks.push({ id, at: clock.now() });
      const long = lasts(id);
      if (long > 0) await new Promise<void>((resolve) => clock.after(long, resolve));
      return null;
    },
    ...parts,
  });
  const of = (id: string): number[] => looks.filter((one) => one.id === id).map(({ at }) => at);
  return { rounds, clock, looks, wall, of };
}

test("each of a thousand is looked at once within its first interval, spread over it, and then every interval", async () => {
  const { rounds, clock, looks, of } = roundsBy();
  const ids = Array.from({ length: 1000 }, (_, index) => `endpoint-${index}`);
  for (const id of ids) rounds.set(round(id), "soon");
  await clock.move(interval);

  expect(looks.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  const seconds = Array.from({ length: 10 }, (_, second) =>
    looks.filter(({ at }) => Math.floor(at / 1000) === second),
  );
  for (const second of seconds) expect(second.length).toBeLessThan(140);
  await clock.move(2 * interval);
  for (const id of ids) {
    const [first = 0] = of(id);
    expect(of(id)).toEqual([first, first + interval, first + 2 * interval]);
  }
});

test("after a restart looks stand at the same instants of the wall clock", async () => {
  const before = roundsBy();
  before.rounds.set(round("one"));
  await before.clock.move(3 * interval);
  const after = roundsBy();
  after.wall.offset += 123_456;
  after.rounds.set(round("one"));
  await after.clock.move(interval);

  const phase = (at: number | undefined): number => ((at ?? 0) % interval) + 0;
  expect(phase(start + 123_456 + (after.of("one")[0] ?? 0))).toBe(
    phase(start + (before.of("one")[0] ?? 0)),
  );
});

test("a wall clock that jumps by an hour either way neither skips a look nor adds one", async () => {
  const { rounds, clock, wall, of } = roundsBy();
  rounds.set(round("one"));
  await clock.move(2 * interval);
  wall.offset += 3_600_000;
  await clock.move(2 * interval);
  wall.offset -= 7_200_000;
  await clock.move(2 * interval);

  const [first = 0] = of("one");
  expect(of("one")).toEqual([0, 1, 2, 3, 4, 5].map((count) => first + count * interval));
});

test("a look that is under way when the next is due is not joined by it: that one is skipped and counted", async () => {
  const { rounds, clock, of } = roundsBy({ lasts: () => 25_000 });
  rounds.set(round("slow"));
  await clock.move(6 * interval);

  const [first = 0] = of("slow");
  expect(of("slow")).toEqual([first, first + 30_000]);
  expect(rounds.overruns).toBe(4);
});

test("a process that stood still makes one look of each, not those it missed", async () => {
  const { rounds, clock, of } = roundsBy();
  rounds.set(round("one"));
  await clock.move(interval);
  const [first = 0] = of("one");
  // Nothing was called back for a while: the timer rings late.
  Object.assign(clock, { now: () => first + 5.5 * interval });
  await clock.move(interval);

  expect(of("one")).toEqual([first, first + 5.5 * interval]);
  expect(rounds.overruns).toBe(4);
});

test("no host is asked more than four at once, all together no more than so many, and others do not wait for it", async () => {
  let [atOnce, most] = [0, 0];
  const ofHost = new Map<string, number>();
  let worst = 0;
  const clock = new FakeClock();
  const rounds = new Rounds({
    clock,
    wall: () => start + clock.now(),
    atOnce: 6,
    async look(id) {
      const host = id.split("/")[0] ?? "";
      atOnce += 1;
      ofHost.set(host, (ofHost.get(host) ?? 0) + 1);
      [most, worst] = [Math.max(most, atOnce), Math.max(worst, ...ofHost.values())];
      await new Promise<void>((resolve) => clock.after(interval, resolve));
      atOnce -= 1;
      ofHost.set(host, (ofHost.get(host) ?? 0) - 1);
      return null;
    },
  });
  for (let index = 0; index < 20; index += 1) rounds.set(round(`slow/${index}`, { host: "slow" }));
  await clock.move(interval);
  expect(rounds.underWay).toEqual({ waiting: 16, looking: 4 });
  for (let index = 0; index < 9; index += 1) rounds.set(round(`other/${index}`, { host: "other" }));
  await clock.move(6 * interval);

  expect(most).toBe(6);
  expect(worst).toBe(4);
});

test("looks that read exports wait for each other, and nothing waits for them", async () => {
  const { rounds, clock, looks } = roundsBy({
    lasts: (id) => (id.startsWith("export") ? 60_000 : 0),
  });
  for (const id of ["export-1", "export-2", "export-3"]) {
    rounds.set(round(id, { readsExports: true }));
  }
  rounds.set(round("quick"));
  await clock.move(5.5 * interval);

  expect(looks.filter(({ id }) => id.startsWith("export"))).toHaveLength(1);
  expect(looks.filter(({ id }) => id === "quick").length).toBeGreaterThanOrEqual(5);
});

test("a look that is to be confirmed is confirmed ahead of the grid, which it stands in for", async () => {
  const clock = new FakeClock();
  const looks: number[] = [];
  const again = [1000, 3000 - 1000, 8000 - 3000, null];
  const rounds = new Rounds({
    clock,
    wall: () => start + clock.now(),
    look: () => {
      looks.push(clock.now());
      return Promise.resolve(again.shift() ?? null);
    },
  });
  rounds.set(round("one", { interval: 2000 }));
  await clock.move(20_000);

  const [first = 0] = looks;
  const after = looks.map((at) => at - first);
  expect(after.slice(0, 6)).toEqual([0, 1000, 3000, 8000, 10_000, 12_000]);
  expect(rounds.overruns).toBe(0);
});

test("a confirmation that is late already is made a second after the look before it, not at once", async () => {
  const clock = new FakeClock();
  const looks: number[] = [];
  const rounds = new Rounds({
    clock,
    wall: () => start + clock.now(),
    look: () => Promise.resolve(looks.push(clock.now()) < 4 ? 1 : null),
  });
  rounds.set(round("one"), "now");
  await clock.move(5000);

  const [first = 0] = looks;
  expect(first).toBeLessThan(1000);
  expect(looks.map((at) => at - first)).toEqual([0, 1000, 2000, 3000]);
});

test("who is asked to look does so at once, and once more where a look was already being made", async () => {
  const { rounds, clock, of } = roundsBy({ lasts: () => 500 });
  rounds.set(round("one", { interval: 3_600_000 }));
  await clock.move(100);
  rounds.ask("one");
  rounds.ask("one");
  await clock.move(100);
  expect(of("one")).toEqual([100]);
  rounds.ask("one");
  await clock.move(2000);

  expect(of("one")).toEqual([100, 600]);
});

test("what is new is looked at within a minute, however long its interval is", async () => {
  const { rounds, clock, of } = roundsBy();
  rounds.set(round("daily", { interval: 86_400_000 }), "soon");
  await clock.move(60_000);

  expect(of("daily")).toHaveLength(1);
});

test("one whose settings have changed keeps its instants, one that is gone is not looked at", async () => {
  const { rounds, clock, of } = roundsBy();
  rounds.set(round("kept"));
  rounds.set(round("gone"));
  await clock.move(interval);
  rounds.set(round("kept", { host: "elsewhere" }));
  rounds.delete("gone");
  await clock.move(2 * interval);

  const [first = 0] = of("kept");
  expect(of("kept")).toEqual([first, first + interval, first + 2 * interval]);
  expect(of("gone")).toHaveLength(1);
});

test("phases and shards are the same everywhere, and shards are filled evenly", () => {
  expect([phaseOf("payouts-api", 60_000), shardOf("payouts-api")]).toEqual([10_841, 49]);
  const shards = new Map<number, number>();
  for (let index = 0; index < 6400; index += 1) {
    const shard = shardOf(`endpoint-${index}`);
    shards.set(shard, (shards.get(shard) ?? 0) + 1);
  }
  expect(shards.size).toBe(64);
  expect(Math.max(...shards.values())).toBeLessThan(150);
});

test("the next instant of a grid is after now, by no more than the interval", () => {
  expect(nextOnGrid(100, 10, 3)).toBe(103);
  expect(nextOnGrid(103, 10, 3)).toBe(113);
  expect(nextOnGrid(-5, 10, 3)).toBe(3);
});
