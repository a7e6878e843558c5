import { rangeOf } from "#model/count-range.ts";
import type { Spread } from "#model/count-range.ts";
import { lostIn } from "#model/loss-estimate.ts";
import type { LostCount, Outage, Past, Untold } from "#model/loss-estimate.ts";
import type { Estimate, ProgramLoss } from "#model/loss.ts";
import { Decimal, minorDigits } from "#model/money.ts";

/** What an export told of the conversions of one program; plain values, as it is kept. */
export interface ProgramReading {
  readonly program: string | null;
  /** The hour of the first record, and records by the hour: hours since 1970 in UTC. */
  readonly first: number;
  readonly hours: readonly (readonly [hour: number, count: number])[];
  readonly worth: readonly Worth[];
  readonly partners: readonly PartnerReading[];
}

/** What one conversion brings in a currency, those that bring nothing among them. */
export interface Worth {
  readonly currency: string;
  readonly revenue: Value;
  /** Null where no commissions are known. */
  readonly commission: Value | null;
}

export interface Value {
  /** An exact decimal. */
  readonly mean: string;
  /** Its variance, in squares of the mean. */
  readonly spread: number;
}

/** Conversions of a partner in a currency: before the outage, and within it. */
export interface PartnerReading {
  /** Null where records name none, and of all the small ones together. */
  readonly partner: string | null;
  readonly currency: string;
  readonly before: number;
  readonly within: number;
}

/** What one partner probably lost. */
export interface PartnerLoss extends ProgramLoss {
  readonly partner: string | null;
}

/** Nine times of ten it lies within. */
const beyond = 0.05;

/** What outages cost a program, for each currency and for each partner. */
export function programLosses(
  reading: ProgramReading,
  outages: readonly Outage[],
  past: Pick<Past, "timezone" | "ill">,
): { readonly losses: ProgramLoss[]; readonly partners: PartnerLoss[] } | Untold {
  const { first, partners } = reading;
  const lost = lostIn(outages, { ...past, first, hours: new Map(reading.hours) });
  if ("untold" in lost) return lost;
  const all = sumOf(partners, "before");
  if (all === 0) return { losses: [], partners: [] };
  const lossOf = (worth: Worth, parts: readonly PartnerReading[]): ProgramLoss => {
    const share = sumOf(parts, "before") / all;
    const came = sumOf(parts, "within") - share * lost.passed;
    const recovered = Math.max(0, Math.round(came));
    return lossIn(worth, { program: reading.program, recovered, lost, share });
  };
  return {
    losses: reading.worth.map((worth) => lossOf(worth, partners.filter(ofCurrency(worth)))),
    partners: reading.worth.flatMap((worth) =>
      partners
        .filter(ofCurrency(worth))
        .map((part) => ({ partner: part.partner, ...lossOf(worth, [part]) })),
    ),
  };
}

function ofCurrency({ currency }: Worth): (part: PartnerReading) => boolean {
  return (part) => part.currency === currency;
}

function sumOf(parts: readonly PartnerReading[], of: "before" | "within"): number {
  return parts.reduce((sum, part) => sum + part[of], 0);
}

function lossIn(
  { currency, revenue, commission }: Worth,
  {
    program,
    recovered,
    lost,
    share,
  }: {
    readonly program: string | null;
    readonly recovered: number;
    readonly lost: LostCount;
    readonly share: number;
  },
): ProgramLoss {
  const mean = lost.mean * share;
  const count: Spread = { mean, dispersion: 1 + lost.doubt * mean };
  const money = (value: Value): Estimate =>
    times(
      value.mean,
      missing({ ...count, dispersion: count.dispersion + value.spread }, recovered),
      minorDigits(currency),
    );
  return {
    program,
    currency,
    expected: missing(count, 0),
    recovered,
    missing: missing(count, recovered),
    revenue: money(revenue),
    commission: commission && money(commission),
  };
}

/** What is left of an expected count after so many have come. */
function missing(count: Spread, recovered: number): Estimate {
  const { from, to } = rangeOf(count, beyond);
  const left = (of: number): string =>
    new Decimal(Math.max(0, of - recovered)).toDecimalPlaces(1).toFixed();
  return { likely: left(count.mean), low: left(from), high: left(to) };
}

function times(value: string, { likely, low, high }: Estimate, digits: number): Estimate {
  const each = (count: string): string => new Decimal(value).times(count).toFixed(digits);
  return { likely: each(likely), low: each(low), high: each(high) };
}
