import { expect, test } from "vitest";

import check from "#checks/daily/tracking-silence.ts";
import { judged } from "../judged.ts";
import { click, daily, sale, tuesday } from "./days.ts";

const ofPartner = { partner_id: "prt_1", link_id: "lnk_1" };
const ofOther = { partner_id: "prt_2", link_id: "lnk_2" };
const others = daily(
  () => 2,
  (ago, number) => sale(ago, 30 + number, ofOther),
);
const sales = (count: (ago: number) => number) => [
  ...daily(count, (ago, number) => sale(ago, number, ofPartner)),
  ...others,
];

test("partners who are heard of pass", async () => {
  const result = await judged(check, { conversions: sales(() => 4) }, tuesday);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("All 4 partners and links are heard of as often as usual.");
});

test("a partner who is silent for longer than chance allows fails, with the sales that may be lost", async () => {
  const one = await judged(check, { conversions: sales((ago) => (ago < 1 ? 0 : 4)) }, tuesday);
  const four = await judged(check, { conversions: sales((ago) => (ago < 4 ? 0 : 4)) }, tuesday);

  expect(one.outcome).toBe("pass");
  expect(four).toMatchObject({ outcome: "fail", metric: 1 });
  expect(four.text).toBe(
    "Partner prt_1, with its only link lnk_1: no conversion for 4 days, about 16 expected. About $162.14 of sales may be lost.",
  );
});

test("silent clicks are heard earlier than silent sales", async () => {
  const conversions = sales((ago) => (ago === 0 ? 0 : 1));
  const events = daily(
    (ago) => (ago === 0 ? 0 : 15),
    (ago, number) => click(ago, number, ofPartner),
  );

  const result = await judged(check, { conversions, events }, tuesday);

  expect(result.text).toContain(
    "Partner prt_1, with its only link lnk_1: no click for 1 day, about 15 expected.",
  );
});

test("a link that was ended may be silent", async () => {
  const conversions = sales((ago) => (ago < 4 ? 0 : 4)).map((row) => ({
    ...row,
    partner_id: null,
  }));
  const links = [{ link_id: "lnk_1", status: "Archived" }];

  expect((await judged(check, { conversions, links }, tuesday)).outcome).toBe("pass");
});

test("a partner with pauses of their own may pause", async () => {
  const conversions = sales((ago) => (ago % 10 < 4 ? 0 : 6));

  expect((await judged(check, { conversions }, tuesday)).outcome).toBe("pass");
});

test("a sale just before midnight ends a silence, one just after does not", async () => {
  const silent = sales((ago) => (ago < 4 ? 0 : 4));
  const last = sale(0, 0, { ...ofPartner, occurred_at: "2026-10-14T03:59:59Z" });
  const next = { ...last, occurred_at: "2026-10-14T04:00:00Z" };

  expect((await judged(check, { conversions: [...silent, last] }, tuesday)).outcome).toBe("pass");
  expect((await judged(check, { conversions: [...silent, next] }, tuesday)).outcome).toBe("fail");
});

test("too few days are no rhythm", async () => {
  const result = await judged(check, { conversions: [sale(3, 0, ofPartner)] }, tuesday);

  expect(result).toMatchObject({ outcome: "no_data", metric: null });
});
