import { Decimal } from "#model/money.ts";
import { at, daysOf, minutes, monthsUntil, reportingZone } from "#sandbox/demo/calendar.ts";
import { coupons, type Link, links, store } from "#sandbox/demo/cast.ts";
import { type Dice, diceFor } from "#sandbox/demo/dice.ts";
import { during, silence, strangeTraffic } from "#sandbox/demo/incidents.ts";
import type { Commission, Sale, TrafficEvent } from "#sandbox/demo/records.ts";
import { momentOf } from "#sandbox/demo/sales.ts";

/** A sale event whose conversion never arrived. */
export const lostConversion = {
  id: "cv_lost_1",
  amount: new Decimal(89),
  day: 21,
  time: "11:32:08",
};

/** Every click, lead and sale event in order of time, as the dashboard received them. */
export function trafficFor(
  month: string,
  sales: readonly Sale[],
  commissions: readonly Commission[],
): TrafficEvent[] {
  const dice = diceFor(month, "traffic");
  const events = [
    ...sales.flatMap((sale) => aroundSale(sale, dice)),
    ...commissions.flatMap((commission) => paidLead(commission, dice)),
    ...clicks(month, dice),
    ...lost(month),
  ];
  return events.toSorted((left, right) => left.at - right.at);
}

function aroundSale(sale: Sale, dice: Dice): TrafficEvent[] {
  const { link, customer, country } = sale;
  const seen = { link, country, referrer: dice.pick(link.sources), bot: false };
  const click = sale.at - minutes(dice.between(3, 55)) - dice.between(0, 59) * 1000;
  const events: TrafficEvent[] = [{ ...seen, type: "click", at: click, customer: null }];
  if (dice.perMille(450)) events.push({ ...seen, type: "lead", at: click + minutes(2), customer });
  for (let count = 0; count < sale.events; count += 1) {
    const { id: conversionId, amount, eventCurrency: currency, status } = sale;
    const told = { conversionId, amount, currency, status };
    events.push({ ...seen, type: "sale", at: sale.at + count * 41_000, customer, sale: told });
  }
  return events;
}

function paidLead(
  { sale, partner, campaign, at: instant }: Commission,
  dice: Dice,
): TrafficEvent[] {
  const link = links.find((one) => one.partner === partner && one.campaign === campaign);
  if (sale !== null || !link) return [];
  const referrer = dice.pick(link.sources);
  const seen = { link, country: partner.country, referrer, bot: false, customer: null };
  const click = instant - minutes(dice.between(1, 9));
  return [
    { ...seen, type: "click", at: click },
    { ...seen, type: "lead", at: instant },
  ];
}

function clicks(month: string, dice: Dice): TrafficEvent[] {
  const events: TrafficEvent[] = [];
  for (const day of monthsUntil(month).flatMap(daysOf)) {
    const last = day.month === month;
    for (const link of links) {
      if (last && link.partner === silence.partner && during(silence, day.ofMonth)) continue;
      const usual = Math.floor((link.daily * dice.between(3, 7)) / 1000) + dice.between(0, 2);
      for (let click = 0; click < usual; click += 1) {
        const bot = dice.perMille(35);
        const country = bot && dice.perMille(600) ? "SG" : link.partner.country;
        const referrer = dice.perMille(60) ? "" : dice.pick(link.sources);
        events.push(clickOn(link, { at: momentOf(day, link, dice), country, referrer, bot }));
      }
      if (!last || link.partner !== strangeTraffic.partner || link.campaign === store) continue;
      if (!during(strangeTraffic, day.ofMonth)) continue;
      for (let click = 0; click < strangeTraffic.clicksPerDay; click += 1) {
        const { referrer } = strangeTraffic;
        const instant = momentOf(day, link, dice);
        events.push(clickOn(link, { at: instant, country: "US", referrer, bot: false }));
      }
    }
  }
  return events;
}

function clickOn(
  link: Link,
  seen: Pick<TrafficEvent, "at" | "country" | "referrer" | "bot">,
): TrafficEvent {
  return { type: "click", link, customer: null, ...seen };
}

function lost(month: string): TrafficEvent[] {
  const link = links.find(({ partner, campaign }) => partner === coupons && campaign === store);
  if (!link) return [];
  const { id: conversionId, amount, day, time } = lostConversion;
  return [
    {
      type: "sale",
      at: at(`${month}-${day}`, time, reportingZone),
      link,
      country: "US",
      referrer: link.sources[0],
      bot: false,
      customer: null,
      sale: { conversionId, amount, currency: "USD", status: "approved" },
    },
  ];
}
