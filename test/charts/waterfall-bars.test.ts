import { describe, expect, test } from "vitest";

import { barsOf } from "#charts/waterfall-bars.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { payoutCauses } from "#model/causes/payout.ts";

import { planted } from "./explanations.ts";

const text = { title: "October", currency: "USD" };
const shown = (bars: ReturnType<typeof barsOf>) => bars.map(({ label, amount }) => [label, amount]);

describe("barsOf", () => {
  test("runs from expected to actual through the causes, largest money first, with exact labels", () => {
    const bars = barsOf(
      planted("312480.11", {
        paid_canceled: "25.69",
        payout_failed: "-1787.91",
        rounding: "-0.001",
        paid_refunded: "1498.52",
      }),
      text,
    );
    expect(shown(bars)).toEqual([
      ["Commissions (expected)", "$312,480.11"],
      ["Payout failed", "−1,787.91"],
      ["Paid although refunded", "+1,498.52"],
      ["Paid although canceled", "+25.69"],
      ["Rounding", "−0.001"],
      ["Payouts (actual)", "$312,216.409"],
    ]);
    expect(bars.map(({ kind }) => kind)).toEqual([
      "total",
      "less",
      "more",
      "more",
      "less",
      "total",
    ]);
    expect(bars.at(-2)?.to.toFixed()).toBe("312216.409");
  });

  test("sums what is past ten causes in one bar", () => {
    const all = Object.keys(payoutCauses).map((cause, index) => [cause, `${index + 1}.10`]);
    const bars = barsOf(planted("1000", Object.fromEntries(all) as Record<string, string>), text);
    expect(bars).toHaveLength(12);
    expect(bars[1]?.label).toBe("Rounding");
    expect(shown(bars).at(-2)).toEqual(["10 more causes", "+56.00"]);
  });

  test("shows ten causes one by one", () => {
    const ten = Object.keys(vocabulary).slice(0, 10);
    const amounts = Object.fromEntries(ten.map((cause) => [cause, "1"]));
    expect(barsOf(planted("1000", amounts), text)).toHaveLength(12);
  });

  test("shows unexplained only when there is some", () => {
    const bars = barsOf(planted("100", { fee: "-2.50" }, "-41.03"), text);
    expect(bars.at(-2)).toMatchObject({
      kind: "unexplained",
      label: "Unexplained",
      amount: "−41.03",
    });
    expect(shown(barsOf(planted("100", {}), text))).toHaveLength(2);
  });

  test("keeps the order the same for causes of one size", () => {
    const first = barsOf(planted("100", { fee: "-5", paid_fraud: "5" }), text);
    const second = barsOf(planted("100", { paid_fraud: "5", fee: "-5" }), text);
    expect(first).toEqual(second);
  });

  test("writes amounts as their currency does, and counts without one", () => {
    expect(
      shown(barsOf(planted("98000000", { fee: "-330" }), { title: "", currency: "JPY" })),
    ).toEqual([
      ["Commissions (expected)", "¥98,000,000"],
      ["Payout fee", "−330"],
      ["Payouts (actual)", "¥97,999,670"],
    ]);
    const sides = { expected: "conversions", actual: "customers" };
    const counted = { ...planted("1412", {}, "-14", null), sides };
    expect(shown(barsOf(counted, { title: "", currency: null }))).toEqual([
      ["Conversions (expected)", "1,412"],
      ["Unexplained", "−14"],
      ["Customers (actual)", "1,398"],
    ]);
  });

  test("leaves the place of a side out where its label would run into the bars", () => {
    const sides = { expected: "exported conversions", actual: "approved conversions" };
    const [first, last] = barsOf({ ...planted("100", {}), sides }, text);
    expect([first?.label, last?.label]).toEqual([
      "Exported conversions",
      "Approved conversions (actual)",
    ]);
  });
});
