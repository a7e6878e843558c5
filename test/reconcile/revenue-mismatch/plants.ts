import type { revenueCauses } from "#model/causes/revenue.ts";
import { Decimal } from "#model/money.ts";
import { revenueMismatch } from "#reconcile/revenue-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Field, Plant, Seed } from "../planted.ts";
import type { Row } from "../tables.ts";
import { revenue } from "./explained.ts";

const rate = new Decimal("1.1033");
const rates: Row[] = [{ date: "2026-09-01", from: "EUR", to: "USD", rate: rate.toFixed() }];
/** October in UTC and not in New York; and the other way about. */
const [onlyUtc, onlyNewYork] = ["2026-10-01T02:00:00Z", "2026-11-01T02:00:00Z"];

function conversion({ id, amount }: Seed, given: Row = {}): Row {
  return {
    conversion_id: `cv_${id}`,
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    amount: amount.toFixed(),
    currency: "USD",
    campaign_id: "cmp_1",
    ...given,
  };
}

function sale({ id, amount }: Seed, given: Row = {}): Row {
  return {
    event_id: `ev_${id}`,
    type: "sale",
    conversion_id: `cv_${id}`,
    occurred_at: "2026-10-10T12:00:00Z",
    amount: amount.toFixed(),
    currency: "USD",
    campaign_id: "cmp_1",
    ...given,
  };
}

/** A conversion and its event, of which one side counts only. */
function onlyOn(side: "conversions" | "events", seed: Seed, bent: { of: Row; its: Row }): Plant {
  const isShown = side === "events";
  return {
    exports: { conversions: [conversion(seed, bent.of)], events: [sale(seed, bent.its)] },
    moves: { id: `cv_${seed.id}`, by: seed.amount.times(isShown ? -1 : 1) },
    shown: isShown ? seed.amount : 0,
  };
}

const counted = (status: string) => (seed: Seed) =>
  onlyOn("events", seed, { of: { status }, its: {} });

function onEither(seed: Seed, bent: Row): Plant {
  return seed.variant % 2 === 0
    ? onlyOn("conversions", seed, { of: {}, its: bent })
    : onlyOn("events", seed, { of: bent, its: {} });
}

function duplicate(seed: Seed): Plant {
  const again = { event_id: `ev_${seed.id}_2`, occurred_at: "2026-10-10T12:00:01Z" };
  return {
    exports: { conversions: [conversion(seed)], events: [sale(seed), sale(seed, again)] },
    moves: { id: `ev_${seed.id}_2`, by: seed.amount.negated() },
    shown: seed.amount.times(2),
  };
}

function missingConversion(seed: Seed): Plant {
  const bent = seed.variant % 2 === 0 ? {} : { conversion_id: null };
  return {
    exports: { events: [sale(seed, bent)] },
    moves: { id: `ev_${seed.id}`, by: seed.amount.negated() },
    shown: seed.amount,
  };
}

function atTheBoundary(seed: Seed): Plant {
  const [side, at] =
    seed.variant % 2 === 0
      ? (["events", onlyUtc] as const)
      : (["conversions", onlyNewYork] as const);
  return onlyOn(side, seed, { of: { occurred_at: at }, its: { occurred_at: at } });
}

function atPar(given: Seed): Plant {
  const seed = { ...given, amount: given.amount.plus(10) };
  const converted = seed.amount.times(rate).toDecimalPlaces(2);
  return {
    exports: { conversions: [conversion(seed, { currency: "EUR" })], events: [sale(seed)] },
    moves: { id: `cv_${seed.id}`, by: converted.minus(seed.amount) },
    shown: seed.amount,
  };
}

function ofAnotherAmount(seed: Seed): Plant {
  const by = new Decimal("1.25").plus(seed.variant);
  const shown = seed.amount.plus(by);
  return {
    exports: { conversions: [conversion(seed)], events: [sale(seed, { amount: shown.toFixed() })] },
    moves: { id: `cv_${seed.id}`, by: by.negated() },
    shown,
  };
}

type Word = keyof typeof revenueCauses | "timezone_boundary" | "currency_not_converted";
const plants = {
  duplicate,
  missing_conversion: missingConversion,
  missing_event: (seed) => ({
    exports: { conversions: [conversion(seed)] },
    moves: { id: `cv_${seed.id}`, by: seed.amount },
  }),
  pending_counted: counted("pending"),
  refunded_counted: counted("refunded"),
  chargeback_counted: counted("chargeback"),
  rejected_counted: counted("rejected"),
  fraud_counted: counted("fraud"),
  out_of_scope: (seed) => onEither(seed, { campaign_id: "cmp_2" }),
  timezone_boundary: atTheBoundary,
  date_differs: (seed) => onEither(seed, { occurred_at: "2026-11-10T12:00:00Z" }),
  currency_not_converted: atPar,
  amount_differs: ofAnotherAmount,
} satisfies Record<Word, Field["plants"][string]>;

export const revenueField: Field = {
  name: "revenue-mismatch",
  currency: "USD",
  residue: "any",
  clean: (seed) => ({
    exports: { conversions: [conversion(seed)], events: [sale(seed)] },
    shown: seed.amount,
  }),
  plants,
  explain(exports, shown, residue) {
    const value = shown.minus(residue).toFixed();
    const card = { ...revenue, value, timezone: "UTC", campaign_id: "cmp_1" };
    return answerOf(revenueMismatch, {
      exports: { conversions: [], events: [], ...exports, cards: [card] },
      rates,
      context: { ...october, campaign: "cmp_1" },
    });
  },
};
