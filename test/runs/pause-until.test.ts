import { expect, test } from "vitest";

import { pauseUntil } from "#runs/pause-until.ts";

const { signal } = new AbortController();

/** A clock that goes on by what a timer is set for; like Node's, a timer that is set for too long goes off at once. */
function timers(start: number) {
  let now = start;
  let set = 0;
  const pause = async (milliseconds: number) => {
    set += 1;
    now += milliseconds < 2 ** 31 ? milliseconds : 1;
    if (set > 1000) throw new Error("it spins");
  };
  return {
    world: { now: () => now, pause },
    at: () => new Date(now).toISOString(),
    set: () => set,
  };
}

test("a pause of many weeks is paused in pieces, to its end", async () => {
  const clock = timers(Date.parse("2026-11-01T00:00:00Z"));

  await pauseUntil(new Date("2026-12-31T12:00:00Z"), signal, clock.world);

  expect(clock.at()).toBe("2026-12-31T12:00:00.000Z");
  expect(clock.set()).toBeLessThan(100);
});

test("what is over is not waited for", async () => {
  const clock = timers(Date.parse("2026-11-01T00:00:00Z"));

  await pauseUntil(new Date("2026-10-31T00:00:00Z"), signal, clock.world);

  expect(clock.set()).toBe(0);
});

test("a pause ends when it is called off", async () => {
  const early = AbortSignal.abort(new Error("called off"));

  await expect(pauseUntil(new Date(Date.now() + 60_000), early)).rejects.toMatchObject({
    name: "AbortError",
  });
});
