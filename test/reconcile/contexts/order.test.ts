import { expect, test } from "vitest";

import { fewestChanges } from "#reconcile/contexts/order.ts";
import type { Reading } from "#reconcile/contexts/reading.ts";

const asked: Reading = {
  scope: 0,
  statuses: ["approved"],
  zone: 0,
  par: false,
  once: false,
  late: false,
};

test("fewer changed fields come first, then the fields in the order they are told", () => {
  const scopeAndCurrency = { ...asked, scope: 1, par: true };
  const statusesAndZone = { ...asked, statuses: ["pending"], zone: 1 };
  const late = { ...asked, late: true };

  expect(fewestChanges(asked, [statusesAndZone, late, scopeAndCurrency], 10)).toEqual([
    late,
    scopeAndCurrency,
    statusesAndZone,
  ]);
});

test("of equal fields the nearest status set comes first, then the option given first", () => {
  const far = { ...asked, zone: 1, statuses: ["fraud", "pending"] };
  const near = { ...asked, zone: 2, statuses: ["approved", "pending"] };
  const nearer = { ...near, zone: 1 };

  expect(fewestChanges(asked, [far, near, nearer], 10)).toEqual([nearer, near, far]);
});

test("a reading that only adds to a simpler one that fits is left out", () => {
  const utc = { ...asked, zone: 1 };
  const added = { ...utc, once: true };
  const other = { ...asked, once: true, par: true };

  expect(fewestChanges(asked, [added, utc, other], 10)).toEqual([utc, other]);
});

test("no more are told than asked for", () => {
  const many = Array.from({ length: 30 }, (_, scope) => ({ ...asked, scope: scope + 1 }));

  expect(fewestChanges(asked, many, 10)).toEqual(many.slice(0, 10));
});
