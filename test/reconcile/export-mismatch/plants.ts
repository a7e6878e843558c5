import type { contextCauses } from "#model/causes/context.ts";
import { Decimal } from "#model/money.ts";
import { exportMismatch } from "#reconcile/export-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Field, Plant, Seed } from "../planted.ts";
import type { Row } from "../tables.ts";
import { card, sold } from "./explained.ts";

/**
 * The amounts of a place are at most 4 × 100^place cents, and at most 12 stand in a program: sums of different changes
 * are never the same, so that the one which was made is the only one that fits.
 */
function amountAt(place: number, { amount }: Seed): Decimal {
  const digit = amount.times(100).modulo(4).plus(1);
  return new Decimal(100).pow(place).times(digit).dividedBy(100);
}

function conversion(seed: Seed, amount: Decimal, given: Row = {}): Row {
  const [conversion_id, order_id] = [`cv_${seed.id}`, `or_${seed.id}`];
  return { ...sold, conversion_id, order_id, amount: amount.toFixed(), ...given };
}

/** A record that the card counts, and the export does not. */
const shownOnly =
  (place: number, given: Row) =>
  (seed: Seed): Plant => {
    const amount = amountAt(place, seed);
    return {
      exports: { conversions: [conversion(seed, amount, given)] },
      moves: { id: `cv_${seed.id}`, by: amount },
      shown: amount,
    };
  };

const plants = {
  scope: shownOnly(0, { campaign_id: "cmp_2" }),
  statuses: shownOnly(1, { status: "pending" }),
  timezone: shownOnly(2, { occurred_at: "2026-10-01T02:00:00Z" }),
  // Two dollars a euro: what taking it at par changes is the amount itself.
  currency: (seed) => {
    const amount = amountAt(3, seed);
    return {
      exports: { conversions: [conversion(seed, amount, { currency: "EUR" })] },
      moves: { id: `cv_${seed.id}`, by: amount.negated() },
      shown: amount,
    };
  },
  duplicates: (seed) => {
    const amount = amountAt(4, seed);
    const id = `cv_${seed.id}_2`;
    const again = { conversion_id: id, occurred_at: "2026-10-11T12:00:00Z" };
    return {
      exports: { conversions: [conversion(seed, amount), conversion(seed, amount, again)] },
      moves: { id, by: amount.negated() },
      shown: amount,
    };
  },
  late_records: (seed) => {
    const amount = amountAt(5, seed);
    const late = { recorded_at: "2026-11-03T08:00:01Z" };
    return {
      exports: { conversions: [conversion(seed, amount, late)] },
      moves: { id: `cv_${seed.id}`, by: amount.negated() },
    };
  },
} satisfies Record<keyof typeof contextCauses, Field["plants"][string]>;

function clean(seed: Seed): Plant {
  const amount = amountAt(6, seed);
  return { exports: { conversions: [conversion(seed, amount)] }, shown: amount };
}

/** One at least is always there, so that no set of other statuses comes to the card by chance. */
const always = clean({ id: "always", amount: new Decimal(1), variant: 0 });

export const exportField: Field = {
  name: "export-mismatch",
  currency: "USD",
  residue: "alone",
  clean,
  plants,
  explain(exports, shown, residue) {
    const value = shown.plus(always.shown ?? 0).plus(residue);
    const conversions = [...(always.exports.conversions ?? []), ...(exports.conversions ?? [])];
    return answerOf(exportMismatch, {
      exports: { conversions, cards: [{ ...card, value: value.toFixed() }] },
      rates: [{ date: "2026-09-01", from: "EUR", to: "USD", rate: "2" }],
      context: { ...october, campaign: "cmp_1" },
    });
  },
};
