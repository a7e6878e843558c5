import { at, monthsUntil, reportingZone, withOffset } from "#sandbox/demo/calendar.ts";
import { cordee, packlist, wanderzeit, wheels } from "#sandbox/demo/cast.ts";
import { deliveryStorm, silence, strangeTraffic } from "#sandbox/demo/incidents.ts";

export interface ConfigChange {
  readonly changed_at: string;
  readonly actor: string;
  readonly module: string;
  readonly before: string;
  readonly after: string;
  readonly note: string;
}

/** What people changed in three months; near each problem stands the change that led to it. */
export function configChangesFor(month: string): ConfigChange[] {
  const [first, second, last] = monthsUntil(month);
  const change = (
    when: readonly [string, number, string],
    [actor, module]: readonly [string, string],
    [before, after]: readonly [string, string],
    note: string,
  ): ConfigChange => {
    const [name, day, time] = when;
    const date = `${name}-${String(day).padStart(2, "0")}`;
    const changed_at = withOffset(at(date, time, reportingZone));
    return { changed_at, actor, module, before, after, note };
  };
  return [
    change(
      [first, 3, "10:12"],
      ["maya.okafor", "plan"],
      ["starter", "growth"],
      "1,500 conversions a month included, 499.00",
    ),
    change(
      [first, 11, "15:40"],
      ["ines.duarte", "campaigns"],
      ["flash sale: draft", "flash sale: live"],
      "until stocks are gone",
    ),
    change(
      [second, 2, "09:05"],
      ["priya.raman", "payouts"],
      ["PayPal", "bank wire"],
      `${packlist.name}; the bank keeps 15.00 per wire`,
    ),
    change(
      [second, 19, "11:30"],
      ["tom.lindqvist", "rules"],
      ["approve after 14 days", "approve when shipped"],
      "all campaigns",
    ),
    change(
      [last, strangeTraffic.from - 1, "16:22"],
      ["ben.ashworth", "links"],
      ["private", "listed in the deal directory"],
      wheels.name,
    ),
    change(
      [last, deliveryStorm.day, "14:51"],
      ["lena.brandt", "integrations"],
      ["shop-orders v1", "shop-orders v2"],
      "new endpoint for shop webhooks",
    ),
    change(
      [last, deliveryStorm.day, "17:04"],
      ["lena.brandt", "integrations"],
      ["shop-orders v2", "shop-orders v1"],
      "rolled back",
    ),
    change(
      [last, silence.from - 1, "18:30"],
      ["partner", "tracking"],
      ["tag v3", "tag v4 behind cookie consent"],
      wanderzeit.name,
    ),
    change(
      [last, silence.to, "23:10"],
      ["lena.brandt", "tracking"],
      ["tag v4 behind cookie consent", "tag v4"],
      wanderzeit.name,
    ),
    change(
      [last, 20, "12:15"],
      ["tom.lindqvist", "dashboard"],
      ["summary from the ledger", "summary from order totals"],
      "approved revenue at a glance; order totals carry no exchange rate",
    ),
    change(
      [last, 21, "09:00"],
      ["ines.duarte", "rules"],
      ["returns within 14 days", "returns within 60 days"],
      "announced to deal sites first",
    ),
    change(
      [last, 26, "13:45"],
      ["ines.duarte", "budgets"],
      ["stop at budget", "warn at budget"],
      "Boots and packs",
    ),
    change(
      [last, 27, "10:20"],
      ["priya.raman", "currency"],
      ["rate of the conversion's day", "rate of the payout's day"],
      `trial with ${cordee.name}`,
    ),
    change(
      [last, 28, "16:05"],
      ["tom.lindqvist", "dashboard"],
      ["America/New_York", "UTC"],
      "days of total revenue and of the flash sale's cards",
    ),
  ];
}
