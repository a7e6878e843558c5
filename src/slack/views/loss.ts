import type { Estimate, Loss, ProgramLoss } from "#model/loss.ts";
import { Decimal, displayAmount, minorDigits } from "#model/money.ts";
import { listed } from "#model/phrases.ts";

/** Of fewer conversions that were to be expected, only the interval is said. */
const fewestExpected = 10;
/** Money below it is said to the cent. */
const smallAmount = 10;
const mostPrograms = 4;
const mostCurrencies = 2;

/** What an outage cost, a sentence for each program; the worst first, by what is missing. */
export function lossSentences({ programs, unknown, isCorrected }: Loss): string[] {
  if (unknown !== null) return [unknown];
  if (programs.length === 0) return [];
  const all = programs.toSorted((a, b) => new Decimal(b.missing.likely).cmp(a.missing.likely));
  const left = all.length - mostPrograms;
  return [
    ...all.slice(0, mostPrograms).map((one) => sentenceOf(one, isCorrected)),
    ...(left > 0 ? [`${left.toLocaleString("en-US")} more programs lost something, too.`] : []),
  ];
}

/** The money of all programs, currency by currency: `about $412 commission`; null where none is known or lost. */
export function lossInShort({ programs, unknown }: Loss): string | null {
  if (unknown !== null) return null;
  const byCurrency = Map.groupBy(programs, ({ currency }) => currency);
  const parts = [...byCurrency].flatMap(([currency, own]) => {
    const isCommission = own.every(({ commission }) => commission !== null);
    const money = own.map(({ commission, revenue }) => (isCommission && commission) || revenue);
    const isVague = isFew(total(own.map(({ expected }) => expected.likely)));
    const amount = total(money.map(({ likely, high }) => (isVague ? high : likely)));
    if (amount.lte(0)) return [];
    const words = isVague ? "at most" : "about";
    return [`${words} ${rounded(amount, currency)} ${isCommission ? "commission" : "revenue"}`];
  });
  return parts.length === 0 ? null : listed(parts, mostCurrencies);
}

function sentenceOf(one: ProgramLoss, isCorrected: boolean): string {
  const words = wordsOf(one, isCorrected);
  if (one.program !== null) return `${one.program}: ${words}`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function wordsOf(one: ProgramLoss, isCorrected: boolean): string {
  const { expected, missing, recovered } = one;
  if (new Decimal(missing.high).lte(0)) {
    return `nothing is missing${recovered > 0 ? `, ${count(recovered)} came in late` : ""}.`;
  }
  const money = moneyOf(one);
  if (isFew(expected.likely)) {
    const { low, high } = missing;
    const [least, most] = [count(low), count(high)];
    const words = least === "0" ? `at most ${most}` : `${least} to ${most}`;
    return `${words} ${most === "1" ? "conversion" : "conversions"} probably lost, ${money}.`;
  }
  if (isCorrected) {
    return `${count(recovered)} of about ${count(expected.likely)} recovered, ${estimate(missing)} still missing, ${money}.`;
  }
  return `about ${estimate(missing)} of ${count(expected.likely)} expected conversions probably lost, ${money}.`;
}

function moneyOf({ commission, revenue, currency, expected }: ProgramLoss): string {
  const parts = [
    ...(commission ? [amount(commission, currency, expected, "commission")] : []),
    amount(revenue, currency, expected, "revenue"),
  ];
  return parts.join(" and ");
}

function amount(of: Estimate, currency: string, expected: Estimate, what: string): string {
  const [likely, low, high] = [of.likely, of.low, of.high].map((each) =>
    rounded(new Decimal(each), currency),
  );
  if (isFew(expected.likely)) {
    return new Decimal(of.low).lte(0) ? `at most ${high} ${what}` : `${low} to ${high} ${what}`;
  }
  return `about ${likely} ${what} (${low} to ${high})`;
}

/** `9 (5–14)`. */
function estimate({ likely, low, high }: Estimate): string {
  return `${count(likely)} (${count(low)}–${count(high)})`;
}

function isFew(expected: Decimal | string): boolean {
  return new Decimal(expected).lt(fewestExpected);
}

function count(number: string | number): string {
  return displayAmount(new Decimal(number).toDecimalPlaces(0), null);
}

function rounded(value: Decimal, currency: string): string {
  const places = value.abs().lt(smallAmount) ? minorDigits(currency) : 0;
  return displayAmount(value.toDecimalPlaces(places), currency).replace(/\.0+$/, "");
}

function total(amounts: readonly string[]): Decimal {
  return amounts.reduce((sum, each) => sum.plus(each), new Decimal(0));
}
