import { expect, test } from "vitest";

import { overdraft } from "#model/quota.ts";

const second = 1000;
const hundred = { requests: 100, per: "hour", share: 0.1 } as const;

test("a look every 360 s keeps to a tenth of 100 requests an hour", () => {
  expect(overdraft([{ id: "a", interval: 360 * second, requests: 1 }], hundred)).toBeNull();
});

test("a look every 30 s is refused with the arithmetic", () => {
  expect(overdraft([{ id: "a", interval: 30 * second, requests: 1 }], hundred)).toBe(
    "a 30 s interval is 120 requests an hour, 10 % of 100 allows 10: make it 360 s",
  );
});

test("a look of several requests takes as many", () => {
  expect(overdraft([{ id: "a", interval: 360 * second, requests: 3 }], hundred)).toBe(
    "a 6 m interval with 3 requests each is 30 requests an hour, 10 % of 100 allows 10: make it 1080 s",
  );
});

test("endpoints that share a credential are counted together", () => {
  const each = { interval: 600 * second, requests: 1 };

  expect(overdraft([{ id: "a", ...each }], hundred)).toBeNull();
  expect(
    overdraft(
      [
        { id: "a", ...each },
        { id: "b", ...each },
      ],
      hundred,
    ),
  ).toBe(
    "a, b together are 12 requests an hour, 10 % of 100 allows 10: make their intervals 1.2 times as long",
  );
});

test("a monthly quota is counted over thirty days", () => {
  const monthly = { requests: 600, per: "month", share: 0.1 } as const;

  expect(overdraft([{ id: "a", interval: 3600 * second, requests: 1 }], monthly)).toMatch(
    /^a 60 m interval is 720 requests a month, 10 % of 600 allows 60: make it 43200 s$/,
  );
});
