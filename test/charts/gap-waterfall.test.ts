import { expect, test } from "vitest";

import { gapWaterfall } from "#charts/gap-waterfall.ts";

import { planted } from "./explanations.ts";

interface DrawnBar {
  label: string;
  from: number;
  to: number;
}

const text = { title: "Payouts against commissions", currency: "USD" };
const barsIn = (spec: ReturnType<typeof gapWaterfall>) =>
  (spec.data as { values: DrawnBar[] }).values;

test("an axis that does not begin at zero says so", () => {
  const cut = JSON.stringify(gapWaterfall(planted("300000", { fee: "-12" }), text));
  expect(cut).toContain("USD · axis cut: it does not begin at zero");
  const whole = JSON.stringify(
    gapWaterfall(planted("0", { payout_without_commissions: "9" }), text),
  );
  expect(whole).not.toContain("axis cut");
});

test("the subtitle gives gap, causes and what is unexplained", () => {
  const spec = gapWaterfall(planted("300000", { fee: "-12", paid_fraud: "10.50" }, "-1"), text);
  expect(spec.title).toMatchObject({
    text: "Payouts against commissions",
    subtitle: "Gap −2.50 USD · 2 causes · unexplained −$1.00",
  });
});

test("a change too small to see is drawn wide enough, in its direction", () => {
  const bars = barsIn(
    gapWaterfall(planted("300000", { payout_failed: "-5000", rounding: "-0.001" }), text),
  );
  const rounding = bars.find(({ label }) => label === "Rounding");
  expect(rounding?.from).toBe(295_000);
  expect(rounding?.to).toBeLessThan(294_990);
});

test("titles too long for their place end in an ellipsis", () => {
  const expected = "approved commissions of all partners in every program";
  const explanation = { ...planted("1", {}), sides: { expected, actual: "payouts" } };
  const spec = gapWaterfall(explanation, { ...text, title: "x".repeat(200) });
  expect(spec.title).toMatchObject({ text: `${"x".repeat(55)}…` });
  expect(barsIn(spec)[0]?.label).toBe("Approved commissions of all par…");
});
