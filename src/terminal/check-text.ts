import { styleText } from "node:util";

import type { Asked } from "#cadence/asked.ts";
import { digestOf } from "#cadence/digest.ts";
import { givenToNext } from "#cadence/next-runbook.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import { Decimal, displayAmount } from "#model/money.ts";
import { displayPeriod } from "#model/period.ts";
import { listed } from "#model/phrases.ts";
import type { Runbook } from "#runbook.ts";
import { placesGiven, shellWord } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";

interface NextParts {
  readonly runbooks: ReadonlyMap<string, Pick<Runbook, "parameters">>;
  readonly options: SharedOptions;
}

const marks = {
  pass: "✓",
  warn: "!",
  fail: "✗",
  error: "✗",
  no_data: "?",
  not_available: "–",
} as const;

/** One result in one line. */
export function lineOf(one: JudgedCheck): string {
  return `${marks[one.outcome]} ${nameOf(one)}: ${one.text}`;
}

function nameOf({ check, program }: JudgedCheck): string {
  return `${check}${program === null ? "" : ` (${program})`}`;
}

/** What judging came to: how many of each outcome, then everything that is wrong with what to type next, then what could not be judged. */
export function summaryOf(asked: Asked, judged: readonly JudgedCheck[], next: NextParts): string {
  const { cadence, onlyCheck, period } = asked;
  const { wrong, silent, passed, unavailable } = digestOf(judged, () => false);
  const counts = [
    [wrong.length, wrong.length === 1 ? "needs a look" : "need a look"],
    [silent.length, "could not be judged"],
    [passed.length, "passed"],
    [unavailable.length, `not exported by the source (${listed(unavailable.map(nameOf), 4)})`],
  ] as const;
  const told = counts.filter(([count]) => count > 0).map(([count, words]) => `${count} ${words}`);
  const said = told.length === 0 ? "there was nothing to check" : told.join(", ");
  const heading = `${onlyCheck ?? cadence} for ${displayPeriod(period)}: ${said}.`;
  const lines = [
    ...wrong.flatMap((one) => [`  ${lineOf(one)}${atRisk(one)}`, ...nextLine(one, asked, next)]),
    ...silent.map((one) => `  ${lineOf(one)}`),
  ];
  return [styleText("bold", printable(heading)), ...lines.map(printable)].join("\n");
}

/** The money at risk, where the sentence does not give that very amount. */
function atRisk({ atRisk: amount, currency, text }: JudgedCheck): string {
  const shown = displayAmount(amount, currency);
  return new Decimal(amount).isZero() || text.includes(shown) ? "" : ` At risk: ${shown}.`;
}

/** The command that runs what follows, as it can be pasted: over what the check looked at. */
function nextLine(
  one: JudgedCheck,
  { plan }: Pick<Asked, "plan">,
  { runbooks, options }: NextParts,
): string[] {
  const runbook = runbooks.get(one.runbook);
  if (!runbook) return [];
  const planned = plan.find(({ id, program }) => id === one.check && program === one.program);
  const given = givenToNext(one, planned?.scope ?? {}, runbook.parameters);
  const words = Object.entries(given).map(([name, value]) => ` --${name} ${shellWord(value)}`);
  const places = placesGiven(options);
  return [`    Next: npx countercheck runbook run ${one.runbook}${places}${words.join("")}`];
}
