import type { Estimate, Loss, ProgramLoss } from "#model/loss.ts";
import { Decimal, displayAmount, formatAmount } from "#model/money.ts";

/** With fewer expected only the interval says something. */
const fewest = 10;

/** What an outage cost, for people, a sentence for each program: `Of about 40 conversions of spring 31 were recovered, 9 (0–20) are still missing, about 412 USD of commission.` */
export function lossSentence({ programs, unknown, isCorrected }: Loss): string {
  const told = programs.map((loss) => ofProgram(loss, isCorrected));
  return [...told, ...(unknown === null ? [] : [unknown])].join(" ");
}

function ofProgram(loss: ProgramLoss, isCorrected: boolean): string {
  const { program, expected, recovered, missing } = loss;
  const of = program === null ? "conversions" : `conversions of ${program}`;
  if (Number(expected.high) === 0) return `No ${of} were to be expected.`;
  const isSure = Number(expected.likely) >= fewest;
  const usual = isSure ? `about ${whole(expected.likely)}` : between(expected);
  if (recovered === 0 && !isCorrected) {
    const likely = isSure ? `${usual} (${between(expected)})` : usual;
    return `Probably lost: ${likely} ${of}${money(loss, isSure)}.`;
  }
  const came = `Of ${usual} ${of} ${recovered.toLocaleString("en-US")} ${recovered === 1 ? "was" : "were"} recovered`;
  if (Number(missing.high) === 0) return `${came}, none is missing.`;
  const left = isSure ? `${whole(missing.likely)} (${between(missing)})` : between(missing);
  return `${came}, ${left} are still missing${money(loss, isSure)}.`;
}

/** `, about 4,120 USD of revenue and 412 USD of commission`. */
function money({ revenue, commission, currency }: ProgramLoss, isSure: boolean): string {
  const sums = [
    { of: "revenue", sum: revenue },
    { of: "commission", sum: commission },
  ].flatMap(({ of, sum }) => {
    if (sum === null || Number(sum.high) === 0) return [];
    const [low, high] = [amount(sum.low, currency), amount(sum.high, currency)];
    return [`${isSure ? amount(sum.likely, currency) : `${low}–${high}`} ${currency} of ${of}`];
  });
  if (sums.length === 0) return "";
  return `, ${isSure ? "about " : ""}${sums.join(" and ")}`;
}

/** An estimate has no cents once it has hundreds. */
function amount(exact: string, currency: string): string {
  return new Decimal(exact).gte(100) ? whole(exact) : formatAmount(exact, currency);
}

function whole(count: string): string {
  return displayAmount(new Decimal(count).toFixed(0), null);
}

function between({ low, high }: Estimate): string {
  return low === high ? whole(low) : `${whole(low)}–${whole(high)}`;
}
