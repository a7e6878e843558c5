import type { CanarySettings } from "#model/canary/settings.ts";
import { Decimal, minorDigits } from "#model/money.ts";
import type { Condition } from "#model/observation.ts";

/** What became of a canary: credited, or the stage that broke. */
export const verdicts = [
  "credited",
  "link_dead",
  "id_lost",
  "cookie_refused",
  "pixel_not_reached",
  "not_recorded",
  "recorded_late",
  "wrong_partner",
  "wrong_amount",
  "wrong_currency",
  "wrong_commission",
  "wrong_status",
  "duplicate",
  "unread",
  "clean_up_failed",
] as const;
export type Verdict = (typeof verdicts)[number];

/** A verdict with the clause that gives its reason. */
export interface Judged {
  readonly verdict: Verdict;
  readonly reason: string;
}

/** Verdicts before anything was recorded anywhere: it may be tried again at once. */
export const harmless: readonly Verdict[] = ["link_dead", "id_lost", "cookie_refused"];

/** What an endpoint is whose canary came to a verdict. */
export function conditionOf(verdict: Verdict): Condition {
  if (verdict === "credited") return "up";
  if (verdict === "not_recorded" || verdict === "recorded_late") return "stale";
  return verdict === "unread" ? "unknown" : "application_error";
}

/** A record of the platform as its answer has it. */
export type PlatformRecord = Readonly<Record<string, unknown>>;

/** Whether a canary was credited as it should: its own records, and what was expected. */
export function judgeRecords(
  records: readonly PlatformRecord[],
  { expect, fields }: Pick<CanarySettings, "expect" | "fields">,
): Judged {
  const [record, ...others] = records;
  if (!record) throw new Error("there is a record to judge");
  if (others.length > 0) {
    return { verdict: "duplicate", reason: `it was recorded ${records.length} times` };
  }
  const has = (field: keyof typeof fields): string => textOf(record[fields[field]]);
  const wrong = (verdict: Verdict, what: string, found: string, wanted: string): Judged => ({
    verdict,
    reason: `its ${what} is ${found === "" ? "missing" : found} where ${wanted} was expected`,
  });
  if (has("partner") !== expect.partner) {
    return wrong("wrong_partner", "partner", has("partner"), expect.partner);
  }
  const isCurrency = has("currency").toUpperCase() === expect.currency.toUpperCase();
  if (!isCurrency) return wrong("wrong_currency", "currency", has("currency"), expect.currency);
  const amount = compared(has("amount"), expect.amount, expect.currency);
  if (amount === "rounded") {
    return wrong("wrong_currency", "amount, rounded,", has("amount"), expect.amount);
  }
  if (amount === "other") return wrong("wrong_amount", "amount", has("amount"), expect.amount);
  if (
    expect.commission !== null &&
    compared(has("commission"), expect.commission, expect.currency) !== "same"
  ) {
    return wrong("wrong_commission", "commission", has("commission"), expect.commission);
  }
  if (!expect.statuses.includes(has("status"))) {
    return wrong("wrong_status", "status", has("status"), expect.statuses.join(" or "));
  }
  return {
    verdict: "credited",
    reason: "partner, amount, currency, commission and status are right",
  };
}

/** Whether two amounts are the same, or differ only by how they were rounded: by less than the currency's smallest coin. */
function compared(found: string, wanted: string, currency: string): "same" | "rounded" | "other" {
  if (!/^-?\d+(\.\d+)?$/.test(found)) return "other";
  const apart = new Decimal(found).minus(wanted).abs();
  if (apart.isZero()) return "same";
  const coin = new Decimal(10).pow(-minorDigits(currency));
  return apart.lte(coin) && !new Decimal(found).isZero() ? "rounded" : "other";
}

/** A value of an answer as text; nothing of what is no value. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value.trim();
  return typeof value === "number" ? new Decimal(value).toFixed() : "";
}
