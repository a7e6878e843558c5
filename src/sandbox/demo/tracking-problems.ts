import { at, hours, lastDate, localDate, reportingZone } from "#sandbox/demo/calendar.ts";
import { wanderzeit, flash } from "#sandbox/demo/cast.ts";
import { diceFor } from "#sandbox/demo/dice.ts";
import { deliveryStorm } from "#sandbox/demo/incidents.ts";
import type { Customer, Sale } from "#sandbox/demo/records.ts";

/** What tracking and the customer export got wrong in the last month. */
export interface TrackingProblems {
  /** Sales whose event was lost while deliveries failed. */
  readonly withoutEvent: readonly Sale[];
  /** A euro sale whose event carries the same number in dollars. */
  readonly wrongCurrency: readonly Sale[];
  /** Sales recorded a day or two late. */
  readonly late: readonly Sale[];
  /** Sales of the last day that came in after the dashboard's cards were captured. */
  readonly afterCards: readonly Sale[];
  readonly guests: readonly Sale[];
  /** Sales that reach a customer under another person's name. */
  readonly merged: readonly Sale[];
  readonly notExported: readonly Customer[];
  /** Two customers with one e-mail address. */
  readonly sharing: readonly Customer[];
}

export function plantInTracking(month: string, sales: readonly Sale[]): TrackingProblems {
  const dice = diceFor(month, "tracking problems");
  const ofMonth = sales.filter(
    (sale) => localDate(sale.at).startsWith(month) && sale.link.campaign !== flash,
  );
  const taken = new Set<Sale>();
  const take = (count: number, fits: (sale: Sale) => boolean): Sale[] => {
    const free = ofMonth.filter((sale) => !taken.has(sale) && sale.events === 1 && fits(sale));
    return Array.from({ length: Math.min(count, free.length) }, () => {
      const [sale] = free.splice(dice.between(0, free.length - 1), 1);
      if (!sale) throw new Error(`too few sales in ${month}`);
      taken.add(sale);
      return sale;
    });
  };

  const { day, fromHour } = deliveryStorm;
  const stormDate = `${month}-${day}`;
  const storm = at(stormDate, `${fromHour}:00`, reportingZone);
  const withoutEvent = ofMonth
    .filter(({ at: instant, status }) => instant >= storm && status === "approved")
    .filter(({ events }) => events === 1)
    .filter(({ link }) => link.partner.currency === "USD")
    .slice(0, 3);
  for (const sale of withoutEvent) {
    taken.add(sale);
    sale.events = 0;
    sale.recordedAt = sale.at + hours(11);
  }

  const wrongCurrency = take(1, (sale) => approved(sale) && sale.link.partner === wanderzeit);
  for (const sale of wrongCurrency) sale.eventCurrency = "USD";

  const late = take(6, approved);
  for (const sale of late) sale.recordedAt = sale.at + hours(dice.between(26, 50));

  const purchases = Map.groupBy(sales, ({ customer }) => customer);
  const once = (sale: Sale): boolean => purchases.get(sale.customer)?.length === 1;
  const earlier = (sale: Sale): boolean => {
    const bought = purchases
      .get(sale.customer)
      ?.filter((one) => localDate(one.at).startsWith(month));
    return bought?.indexOf(sale) === 1 && bought.length === 2;
  };
  const notExported = take(2, once).flatMap(({ customer }) => customer ?? []);
  const merged = take(3, earlier);
  for (const [index, sale] of merged.entries()) {
    sale.email = `former.account${index + 1}@mail.example`;
    sale.externalId = `shop-${20_100 + index * 7}`;
  }
  const [first, second] = take(2, once);
  const sharing = [first?.customer, second?.customer].flatMap((customer) => customer ?? []);
  const [keeper, sharer] = sharing;
  if (keeper && sharer && second) {
    sharer.email = keeper.email;
    second.email = keeper.email;
  }
  const guests = take(4, once);
  for (const sale of guests) {
    sale.customer = null;
    sale.email = null;
    sale.externalId = null;
  }
  const afterCards = take(3, (sale) => approved(sale) && localDate(sale.at) === lastDate(month));
  for (const sale of afterCards) sale.recordedAt = sale.at + hours(dice.between(36, 44));
  return { withoutEvent, wrongCurrency, late, afterCards, guests, merged, notExported, sharing };
}

function approved({ status }: Sale): boolean {
  return status === "approved";
}
