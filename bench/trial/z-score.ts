import type { Sale, TrialProgram } from "./program.ts";
import type { Alarm } from "./score.ts";

/** A number of a day, and the check whose question it answers. */
interface Measure {
  readonly check: string;
  readonly name: string;
  readonly of: (day: number) => number;
}

const past = 28;
const hour = 3_600_000;

/** The plain way: a number of a day is an alarm where it lies three standard deviations from the mean of the 28 days before. */
export function zScores(program: TrialProgram, first: number, days: number): Alarm[] {
  const alarms: Alarm[] = [];
  for (const { check, name, of } of measuresOf(program)) {
    const values = Array.from({ length: days }, (_, day) => of(day));
    for (let day = first; day < days; day += 1) {
      const before = values.slice(day - past, day);
      const mean = before.reduce((sum, one) => sum + one, 0) / past;
      const deviation = Math.sqrt(
        before.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (past - 1),
      );
      const value = values[day] ?? 0;
      if (Math.abs(value - mean) <= 3 * deviation) continue;
      const text = `${name}: ${value}, mean ${mean.toFixed(1)} ± ${deviation.toFixed(1)}.`;
      alarms.push({ check, cadence: "daily", outcome: "fail", text, from: day, to: day });
    }
  }
  return alarms;
}

/** The same numbers that the checks look at, as they are known on the morning after each day. */
function measuresOf(program: TrialProgram): Measure[] {
  const { links, events, sales, deliveries, dayStart, has } = program;
  const partners = [...new Set(links.map(({ partner }) => partner))];
  const salesOn = Map.groupBy(sales, ({ day }) => day);
  const eventsOn = Map.groupBy(events, ({ day }) => day);
  const deliveriesOn = Map.groupBy(deliveries, ({ day }) => day);
  const known = (day: number): Sale[] =>
    (salesOn.get(day) ?? []).filter(({ recordedAt }) => recordedAt <= dayStart(day + 1) + 8 * hour);
  const count = (check: string, name: string, of: Measure["of"]): Measure => ({ check, name, of });
  const sold = (check: string, name: string, is: (sale: Sale) => boolean): Measure =>
    count(check, name, (day) => known(day).filter(is).length);
  const clicked = (
    check: string,
    name: string,
    is: (event: (typeof events)[number]) => boolean,
  ): Measure =>
    count(
      check,
      name,
      (day) => (eventsOn.get(day) ?? []).filter((one) => one.type === "click" && is(one)).length,
    );
  const value = (name: string, is: (sale: Sale) => boolean): Measure =>
    count("unusual-conversion-value", name, (day) =>
      known(day)
        .filter(is)
        .reduce((sum, { amount }) => sum + amount, 0),
    );
  const flag = (check: string, kind: Parameters<typeof has>[0]): Measure =>
    count(check, kind, (day) => (has(kind, day) ? 1 : 0));
  return [
    sold("unusual-conversion-count", "conversions", () => true),
    value("value", () => true),
    ...partners.map((id) => value(`value of ${id}`, ({ link }) => link.partner === id)),
    ...partners.map((id) =>
      sold("tracking-silence", `conversions of ${id}`, ({ link }) => link.partner === id),
    ),
    ...links.map(({ id }) =>
      clicked("unusual-traffic", `clicks of ${id}`, ({ link, isBot }) => link.id === id && !isBot),
    ),
    clicked("unusual-traffic", "clicks", ({ isBot }) => !isBot),
    clicked("bot-traffic", "bots", ({ isBot }) => isBot),
    ...partners.map((id) =>
      count(
        "clicks-without-leads",
        `leads of ${id}`,
        (day) =>
          (eventsOn.get(day) ?? []).filter(
            ({ type, link }) => type === "lead" && link.partner === id,
          ).length,
      ),
    ),
    ...links.map(({ id }) =>
      clicked(
        "unexpected-traffic-source",
        `strange clicks of ${id}`,
        ({ link, host }) => link.id === id && /site|popunder/.test(host),
      ),
    ),
    // Decided by the next morning: the younger a day, the fewer.
    sold(
      "unusual-status-mix",
      "refunds",
      ({ decision, decidedAt, day }) =>
        decision === "refunded" && decidedAt <= dayStart(day + 1) + 8 * hour,
    ),
    ...partners.map((id) =>
      sold(
        "unusual-status-mix",
        `refunds of ${id}`,
        ({ decision, decidedAt, day, link }) =>
          link.partner === id &&
          decision === "refunded" &&
          decidedAt <= dayStart(day + 1) + 8 * hour,
      ),
    ),
    count(
      "duplicate-conversions",
      "orders twice",
      (day) => known(day).length - new Set(known(day).map(({ order }) => order)).size,
    ),
    sold("late-conversions", "late", ({ at, recordedAt }) => recordedAt > at + hour),
    sold("mixed-currencies", "euro", ({ currency }) => currency !== "USD"),
    sold(
      "misaligned-scope",
      "foreign campaigns",
      ({ campaign, link }) => campaign !== link.campaign,
    ),
    ...["crm", "warehouse", "billing"].flatMap((integration) => [
      count("retry-spike", `retries of ${integration}`, (day) =>
        (deliveriesOn.get(day) ?? [])
          .filter((one) => one.integration === integration)
          .reduce((sum, { attempts }) => sum + attempts - 1, 0),
      ),
      count(
        "failing-deliveries",
        `failures of ${integration}`,
        (day) =>
          (deliveriesOn.get(day) ?? []).filter(
            (one) => one.integration === integration && one.status === "failed",
          ).length,
      ),
    ]),
    // Of states that are or are not, the number of those that are.
    flag("stuck-payouts", "stuck payouts"),
    flag("stuck-payouts", "paid by a failed payout"),
    flag("overrun-budgets", "budget overrun"),
    flag("stale-export", "stale export"),
    flag("exhausted-credit", "credit used up"),
    flag("invoice-mismatch", "billed twice"),
    flag("dormant-members", "dormant admin"),
    flag("members-without-mfa", "no second factor"),
    flag("old-api-keys", "old key"),
    flag("leavers-with-access", "leaver at work"),
    flag("aged-commissions", "commissions left lying"),
    flag("excess-admins", "too many admins"),
    flag("mismatched-revenue", "dashboard too high"),
    sold("lost-identities", "nobody's", ({ customer }) => customer === ""),
    flag("inconsistent-statuses", "commissions of refunds"),
    flag("inconsistent-dates", "approved too early"),
  ];
}
