/** What is planted: where, when, and which checks are to find it. Days count from the program's first. */
export interface Fault {
  readonly kind: FaultKind;
  /** First and last day of the program on which it shows. */
  readonly from: number;
  readonly to: number;
  /** Any of them finds it. */
  readonly by: readonly string[];
  /** They may speak of it too; nobody is to blame for that. */
  readonly also: readonly string[];
  /** So many days later it may still be told. */
  readonly lingers: number;
}

export type FaultKind = keyof typeof kinds;

interface Kind {
  readonly days: number;
  readonly by: readonly string[];
  readonly also?: readonly string[];
  readonly lingers?: number;
  /** It begins here whatever the order of the others. */
  readonly at?: number;
}

const sales = ["unusual-conversion-count", "unusual-conversion-value", "clicks-without-leads"];
const months = 35;

const kinds = {
  silence: { days: 3, by: ["tracking-silence"], also: [...sales, "unusual-status-mix"] },
  refunds: {
    days: 3,
    by: ["unusual-status-mix", "status-spike"],
    also: ["unready-payouts", "unprofitable-campaigns"],
    lingers: 8,
  },
  retries: { days: 1, by: ["retry-spike"], also: ["failing-deliveries"] },
  failures: { days: 2, by: ["failing-deliveries"], also: ["retry-spike"] },
  "stuck payouts": {
    days: months,
    at: 128,
    by: ["stuck-payouts"],
    also: ["unready-payouts", "inconsistent-payout-statuses", "aged-commissions"],
    lingers: 60,
  },
  "budget overrun": { days: 30, at: 120, by: ["overrun-budgets"] },
  duplicates: {
    days: 1,
    by: ["duplicate-conversions"],
    also: [...sales, "unready-payouts", "unusual-status-mix", "mismatched-revenue"],
    lingers: 30,
  },
  "unexpected source": {
    days: 5,
    by: ["unexpected-traffic-source"],
    also: ["unusual-traffic", "clicks-without-leads", "bot-traffic"],
    lingers: 2,
  },
  "silent link": {
    days: 3,
    by: ["unusual-traffic", "tracking-silence"],
    also: [...sales, "unexpected-traffic-source"],
  },
  bots: { days: 2, by: ["bot-traffic"], also: ["unusual-traffic", "clicks-without-leads"] },
  "late records": {
    days: 1,
    by: ["late-conversions", "unusual-conversion-count"],
    also: [...sales, "tracking-silence", "unusual-status-mix", "stale-export", "late-recording"],
    lingers: 2,
  },
  "stale export": {
    days: 4,
    by: ["stale-export"],
    also: ["failing-deliveries", "retry-spike"],
    lingers: 7,
  },
  "other currency": { days: 2, by: ["mixed-currencies"], lingers: 9 },
  "foreign campaign": {
    days: 1,
    by: ["misaligned-scope"],
    also: ["unprofitable-campaigns", ...sales, "inconsistent-cost-models"],
    lingers: 9,
  },
  "wrong prices": {
    days: 1,
    by: ["unusual-conversion-value"],
    also: ["unprofitable-campaigns", "overrun-budgets"],
    lingers: 8,
  },
  "paid by a failed payout": {
    days: months,
    at: 158,
    by: ["inconsistent-payout-statuses", "stuck-payouts"],
    also: ["unready-payouts"],
    lingers: 60,
  },
  "commissions left lying": { days: 115, at: 70, by: ["aged-commissions"], lingers: 60 },
  "credit used up": { days: 14, by: ["exhausted-credit"], also: ["overrun-budgets"] },
  "billed twice": { days: 31, at: 150, by: ["invoice-mismatch"], lingers: 35 },
  "dormant admin": { days: 80, at: 105, by: ["dormant-members"], lingers: 35 },
  "no second factor": { days: 80, at: 105, by: ["members-without-mfa"], lingers: 35 },
  "old key": { days: 80, at: 105, by: ["old-api-keys"], lingers: 35 },
  "leaver at work": { days: 80, at: 105, by: ["leavers-with-access"], lingers: 35 },
  "too many admins": { days: 80, at: 105, by: ["excess-admins"], lingers: 35 },
  "lost leads": {
    days: 3,
    by: ["clicks-without-leads", "tracking-silence"],
    also: [...sales, "unusual-status-mix"],
  },
  "lost identities": { days: 3, by: ["lost-identities"], also: ["falling-retention"], lingers: 8 },
  "commissions of refunds": {
    days: 3,
    by: ["inconsistent-statuses"],
    also: ["unready-payouts", "unprofitable-campaigns"],
    lingers: 45,
  },
  "refunds of a small partner": {
    days: 7,
    by: ["unusual-status-mix", "status-spike"],
    also: ["unready-payouts", "unprofitable-campaigns"],
    lingers: 8,
  },
  "dashboard too high": { days: 31, at: 150, by: ["mismatched-revenue"], lingers: 35 },
  "approved too early": {
    days: 1,
    by: ["inconsistent-dates"],
    also: ["unusual-status-mix"],
    lingers: 30,
  },
} as const satisfies Record<string, Kind>;

export const faultKinds = Object.keys(kinds) as FaultKind[];

/** The kinds of a program: every second one, odd or even. */
export function kindsOf(program: number): FaultKind[] {
  return faultKinds.filter((_, index) => index % 2 === program % 2);
}

/** A fault of each kind, the floating ones spread over the judged days in an order of chance. */
export function plantedIn(
  chosen: readonly FaultKind[],
  first: number,
  last: number,
  random: () => number,
): Fault[] {
  const floating = chosen
    .filter((kind) => (kinds[kind] as Kind).at === undefined)
    .map((kind) => ({ kind, place: random() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ kind }) => kind);
  const room = (last - first - 6) / Math.max(1, floating.length);
  return chosen.map((kind): Fault => {
    const { days, by, also = [], lingers = 1, at } = kinds[kind] as Kind;
    const from = at ?? first + Math.floor((floating.indexOf(kind) + random() * 0.3) * room);
    return { kind, from, to: from + days - 1, by, also, lingers };
  });
}
