import { expect, test } from "vitest";

import type { Loss, ProgramLoss } from "#model/loss.ts";
import { lossInShort, lossSentences } from "#slack/views/loss.ts";

import { loss } from "../example-incident.ts";

const of = (...programs: readonly Partial<ProgramLoss>[]): Loss => {
  const [example] = loss(40).programs;
  if (!example) throw new Error("there is no example");
  return loss(40, { programs: programs.map((changes) => ({ ...example, ...changes })) });
};
const estimate = (likely: string, low: string, high: string) => ({ likely, low, high });

test("what is probably lost is said with its interval, the worst program first", () => {
  const few = { likely: "12.4", low: "8", high: "16" };
  const all = of({ program: "small", missing: few }, { program: "large" }, {});

  expect(lossSentences(all)[0]).toMatch(/^large: about 40 \(32–48\) of 40 expected conversions/);
  expect(lossSentences(all)[2]).toContain("small: about 12 (8–16) of 40");
});

test("below ten expected conversions the interval alone is said", () => {
  const few = {
    program: null,
    expected: estimate("3", "1", "6"),
    missing: estimate("2", "0", "5"),
    revenue: estimate("80", "0", "200.5"),
    commission: estimate("8", "1.2", "20.1"),
  };

  expect(lossSentences(of(few))).toEqual([
    "At most 5 conversions probably lost, $1.20 to $20 commission and at most $201 revenue.",
  ]);
  expect(lossInShort(of(few))).toBe("at most $20 commission");
});

test("currencies are never added up, and what has no commission is told by its revenue", () => {
  const yen = { currency: "JPY", commission: null };

  expect(lossInShort(of({}, {}, yen))).toBe("about $800 commission and about ¥4,000 revenue");
});

test("nothing missing is no loss, and what cannot be said says why", () => {
  const none = estimate("0", "0", "0");
  const recovered = { missing: none, revenue: none, commission: none, recovered: 40 };

  expect(lossSentences(of(recovered))).toEqual([
    "prg_creators: nothing is missing, 40 came in late.",
  ]);
  expect(lossInShort(of(recovered))).toBeNull();
  expect(lossSentences(loss(40, { unknown: "acme exports no conversions." }))).toEqual([
    "acme exports no conversions.",
  ]);
});
