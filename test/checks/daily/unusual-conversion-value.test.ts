import { expect, test } from "vitest";

import check from "#checks/daily/unusual-conversion-value.ts";
import { judged } from "../judged.ts";
import { daily, firstOfMonday, lastOfSunday, longSunday, sale, tuesday } from "./days.ts";

const amounts = ["8.00", "10.00", "12.00", "9.00", "11.00", "10.00"];
const usual = (times: number) =>
  daily(
    () => 6,
    (ago, number) =>
      sale(ago, number, {
        amount: String(Number(amounts[(number + ago) % 6]) * (ago === 0 ? times : 1)),
      }),
  );

test("sales of the usual amounts pass", async () => {
  const result = await judged(check, { conversions: usual(1) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 60, atRisk: "0" });
  expect(result.text).toBe("6 conversions are worth $60.00, $10.00 each, expected $7.92–$12.19.");
});

test("amounts in cents fail, with what is too much", async () => {
  const result = await judged(check, { conversions: usual(100) }, tuesday);

  expect(result).toMatchObject({ outcome: "fail", atRisk: "5940" });
  expect(result.text).toBe(
    "6 conversions are worth $6,000.00, $1,000.00 each, expected $7.92–$12.19.",
  );
});

test("an amount as it was on bad days before is no surprise by itself", async () => {
  const conversions = daily(
    () => 6,
    (ago, number) => sale(ago, number, { amount: ago % 14 === 0 ? "18.00" : "10.00" }),
  );

  expect((await judged(check, { conversions }, tuesday)).outcome).toBe("pass");
});

test("euros are compared as the dollars they are worth", async () => {
  const conversions = usual(1).map((row, index) =>
    index < 6 ? { ...row, currency: "EUR", amount: "9.00" } : row,
  );

  const result = await judged(check, { conversions }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 59.4 });
});

test("few sales, or few days before, say nothing", async () => {
  const few = daily(() => 2, sale);

  expect((await judged(check, { conversions: few }, tuesday)).text).toContain("are needed");
  expect((await judged(check, { conversions: few.slice(2) }, tuesday)).text).toBe(
    "No conversion was recorded in the window.",
  );
});

test("on the day the clocks go back its last hour counts, and the midnight after does not", async () => {
  const at = (occurred_at: string, amount: string, first: number) =>
    Array.from({ length: 6 }, (_, number) => sale(0, first + number, { occurred_at, amount }));
  const conversions = [
    ...usual(1),
    ...at(lastOfSunday, "10.00", 80),
    ...at(firstOfMonday, "99.00", 90),
  ];

  expect((await judged(check, { conversions }, longSunday)).metric).toBe(60);
});
