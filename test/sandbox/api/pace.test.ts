import { expect, test } from "vitest";
import { Pace } from "#sandbox/api/pace.ts";

test("posts to a channel hold one a second after a short burst, other channels do not wait for it", () => {
  let now = 0;
  const pace = new Pace(() => now);
  const post = (channel: string) => pace.take("chat.postMessage", channel);

  expect([1, 2, 3, 4, 5].map(() => post("C1"))).toEqual([0, 0, 0, 0, 0]);
  expect(post("C1")).toBe(1);
  expect(post("C2")).toBe(0);
  now = 1000;
  expect(post("C1")).toBe(0);
  expect(post("C1")).toBe(1);
});

test("a method of tier 3 takes 50 calls a minute over all channels", () => {
  const pace = new Pace(() => 0);
  const waits = Array.from({ length: 51 }, (_, index) => pace.take("chat.update", `C${index}`));

  expect(waits.filter((wait) => wait === 0)).toHaveLength(50);
  expect(waits.at(-1)).toBe(2);
});

test("methods without a tier are free", () => {
  const pace = new Pace(() => 0);
  const waits = Array.from({ length: 500 }, () => pace.take("auth.test", ""));

  expect(new Set(waits)).toEqual(new Set([0]));
});
