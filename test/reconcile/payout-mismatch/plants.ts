import type { payoutCauses } from "#model/causes/payout.ts";
import { Decimal } from "#model/money.ts";
import { payoutMismatch } from "#reconcile/payout-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Field, Plant, Seed } from "../planted.ts";
import type { Row } from "../tables.ts";

const ten = new Decimal(10);
/** Two rates, of which the first holds for every euro planted. */
const [rate, otherRate] = [new Decimal("1.1033"), new Decimal("1.0657")];
const rates: Row[] = [
  { date: "2026-09-01", from: "EUR", to: "USD", rate: rate.toFixed() },
  { date: "2026-10-25", from: "EUR", to: "USD", rate: otherRate.toFixed() },
];

function commission({ id, amount }: Seed, given: Row = {}): Row {
  return {
    commission_id: `cm_${id}`,
    conversion_id: `cv_${id}`,
    partner_id: "prt_1",
    type: "sale",
    status: "paid",
    amount: amount.toFixed(),
    currency: "USD",
    created_at: "2026-10-10T12:00:00Z",
    payout_id: `po_${id}`,
    ...given,
  };
}

function payout({ id, amount }: Seed, given: Row = {}): Row {
  return {
    payout_id: `po_${id}`,
    partner_id: "prt_1",
    status: "completed",
    amount: amount.toFixed(),
    currency: "USD",
    period_start: "2026-10-01",
    ...given,
  };
}

/** A commission and its payout, one of them not as it should be, paid (+) or left unpaid (−) for that. */
function moved(sign: 1 | -1, bent: { commission?: Row; payout?: Row | null }, seed: Seed): Plant {
  const payouts = bent.payout === null ? [] : [payout(seed, bent.payout)];
  return {
    exports: { commissions: [commission(seed, bent.commission)], payouts },
    moves: { id: `cm_${seed.id}`, by: seed.amount.times(sign) },
  };
}

const paid = (given: Row) => (seed: Seed) => moved(1, { commission: given }, seed);
const oneOf = (seed: Seed, ...words: string[]): string => words[seed.variant % words.length] ?? "";

/** A payout that is not what its commissions, which are expected and paid, come to. */
function differing(seed: Seed, from: Decimal, to: Decimal, given: { euro?: true; fee?: string }) {
  const commissions = [
    commission(seed, { amount: seed.amount.toFixed(), currency: given.euro ? "EUR" : "USD" }),
  ];
  const payouts = [payout(seed, { amount: to.toFixed(), fee: given.fee ?? null })];
  return {
    exports: { commissions, payouts },
    moves: { id: `po_${seed.id}`, by: to.minus(from) },
  };
}

function twice(seed: Seed): Plant {
  if (seed.variant % 2 === 0) return paid({ status: "duplicate" })(seed);
  const again = { commission_id: `cm_${seed.id}_2`, created_at: "2026-10-11" };
  return {
    exports: {
      commissions: [commission(seed), commission(seed, again)],
      payouts: [payout(seed, { amount: seed.amount.times(2).toFixed() })],
    },
    moves: { id: `cm_${seed.id}_2`, by: seed.amount },
  };
}

/** Of October in the source's zone and not in New York, or the other way about. */
function atTheBoundary(seed: Seed): Plant {
  if (seed.variant % 2 === 0) return paid({ created_at: "2026-10-01T02:00:00Z" })(seed);
  const commissionOf = { created_at: "2026-11-01T02:00:00Z" };
  return moved(-1, { commission: commissionOf, payout: { period_start: "2026-11-01" } }, seed);
}

function ofAnotherPeriod(seed: Seed): Plant {
  if (seed.variant % 2 === 0) return paid({ created_at: "2026-09-10T12:00:00Z" })(seed);
  return moved(-1, { payout: { period_start: "2026-11-01" } }, seed);
}

function inEuro(given: Seed, paidAt: (amount: Decimal) => Decimal): Plant {
  const seed = { ...given, amount: given.amount.plus(ten) };
  const converted = seed.amount.times(rate).toDecimalPlaces(2);
  return differing(seed, converted, paidAt(seed.amount), { euro: true });
}

const plants = {
  paid_duplicate: twice,
  paid_refunded: paid({ status: "refunded" }),
  paid_fraud: paid({ status: "fraud" }),
  paid_canceled: paid({ status: "canceled" }),
  paid_unapproved: (seed) => paid({ status: oneOf(seed, "pending", "held") })(seed),
  paid_out_of_scope: paid({ partner_id: "prt_2" }),
  timezone_boundary: atTheBoundary,
  paid_other_period: ofAnotherPeriod,
  payout_failed: (seed) =>
    moved(-1, { payout: { status: oneOf(seed, "failed", "canceled") } }, seed),
  payout_in_flight: (seed) =>
    moved(-1, { payout: { status: oneOf(seed, "pending", "processing") } }, seed),
  payout_missing: (seed) => moved(-1, { payout: null }, seed),
  payout_out_of_scope: (seed) => moved(-1, { payout: { partner_id: "prt_2" } }, seed),
  held: (seed) =>
    moved(-1, { commission: { payout_id: null, hold_until: "2026-11-05" }, payout: null }, seed),
  unpaid: (seed) =>
    moved(-1, { commission: { payout_id: null, status: "approved" }, payout: null }, seed),
  payout_without_commissions: (seed) => ({
    exports: { payouts: [payout(seed)] },
    moves: { id: `po_${seed.id}`, by: seed.amount },
  }),
  fee: (seed) => {
    const fee = new Decimal("0.35").plus(seed.variant);
    return differing(seed, seed.amount, seed.amount.minus(fee), { fee: fee.toFixed() });
  },
  currency_not_converted: (seed) => inEuro(seed, (amount) => amount),
  fx_difference: (seed) => inEuro(seed, (amount) => amount.times(otherRate).toDecimalPlaces(2)),
  rounding: (seed) => {
    const by = seed.variant % 2 === 0 ? "0.004" : "-0.005";
    return differing(seed, seed.amount, seed.amount.plus(by), {});
  },
  unexplained: (seed) => differing(seed, seed.amount, seed.amount.times(2).plus("0.01"), {}),
} satisfies Record<keyof typeof payoutCauses | "unexplained", Field["plants"][string]>;

export const payoutField: Field = {
  name: "payout-mismatch",
  currency: "USD",
  residue: "never",
  clean: (seed) => ({
    exports: { commissions: [commission(seed)], payouts: [payout(seed)] },
  }),
  plants,
  explain: (exports) =>
    answerOf(payoutMismatch, {
      exports: { commissions: [], payouts: [], ...exports },
      rates,
      context: { ...october, partner: "prt_1" },
      sourceTimezone: "Europe/Berlin",
    }),
};
