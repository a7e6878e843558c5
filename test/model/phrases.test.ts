import { expect, test } from "vitest";

import { counted, listed, percent } from "#model/phrases.ts";

test("a number of things is written with its noun", () => {
  expect([counted(1, "click"), counted(1204, "click")]).toEqual(["1 click", "1,204 clicks"]);
  expect(counted(2, "delivery", "deliveries")).toBe("2 deliveries");
});

test("a share has no more digits than it needs", () => {
  expect([0, 0.0341, 0.03, 0.214, 12.5].map(percent)).toEqual([
    "0%",
    "3.4%",
    "3%",
    "21%",
    "1,250%",
  ]);
});

test("a long list is cut, and says by how many", () => {
  expect(listed(["a", "b"])).toBe("a and b");
  expect(listed(["a", "b", "c", "d"])).toBe("a, b, c and d");
  expect(listed(["a", "b", "c", "d", "e"])).toBe("a, b, c and 2 more");
});
