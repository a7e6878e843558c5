import { causes } from "#model/causes.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { analyticsAnswer } from "#sandbox/demo/analytics-answer.ts";
import type { Answer } from "#sandbox/demo/answer.ts";
import { lastDate, monthsUntil } from "#sandbox/demo/calendar.ts";
import { links, partners, flash } from "#sandbox/demo/cast.ts";
import { customerAnswer } from "#sandbox/demo/customer-answer.ts";
import { exportAnswer } from "#sandbox/demo/export-answer.ts";
import { deliveryStorm, refundSpike, silence, strangeTraffic } from "#sandbox/demo/incidents.ts";
import { payoutAnswer } from "#sandbox/demo/payout-answer.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { revenueAnswer } from "#sandbox/demo/revenue-answer.ts";
import { checksFor, commandFor, demoRunbooks } from "#sandbox/demo/runbooks.ts";
import { overspent, spendingOf } from "#sandbox/demo/spending.ts";
import { lostConversion } from "#sandbox/demo/traffic.ts";

/** The first line of a demo's README, by which its folder is known again. */
export const demoTitle = "# Acme Outdoor: a demo program";

/** Records named for a cause; thousands would hide the rest. */
const mostIds = 12;

/** Tells a newcomer what the demo is and how to use it; the answers come last. */
export function readmeOf(program: Program): string {
  const { month } = program;
  const [first] = monthsUntil(month);
  return `${demoTitle}

Three months of an affiliate program, ${first}-01 to ${lastDate(month)}: ${partners.length} partners, ${links.length} links,
${program.sales.length} conversions, ${program.commissions.length} commissions, ${program.payouts.length} payouts. Some partners earn euros; everyone is paid in US
dollars on the first of the next month. The company, its partners and its customers do not exist.

- \`countercheck.yml\` says how to read the files.
- \`exports/\` holds them as platforms give them: CSV, JSON, JSON lines, gzip, semicolons, cents.
- \`rates.csv\` is the table of exchange rates.

Begin with last month's payouts; the others find something too:

${demoRunbooks.map((runbook) => `    ${commandFor(runbook, "countercheck.yml", month)}`).join("\n")}

What is wrong with the month, the worst first (in the box: \`/check monthly\`):

    ${checksFor("countercheck.yml", month)}

Try an earlier month (${monthsUntil(month).slice(0, 2).join(", ")}), one partner (\`--partner prt_003\`), one campaign (\`--campaign ${flash.id}\`), or the
card that hides a status (\`runbook run sparse-analytics --tab sales --status approved\`).
Problems were planted. Look for them first; the answers are below.

---

## Answers

${monthsUntil(month)
  .toReversed()
  .map((name) => money(`Payouts against commissions, ${name}`, payoutAnswer(program, name)))
  .join("\n\n")}

${money(`Approved conversions against the dashboard's revenue, ${month}`, revenueAnswer(program, month))}

${money(`The dashboard's summary against exported conversions, ${month}`, exportAnswer(program, month))}

${counts(`Customers against conversions, ${month}`, customerAnswer(program, month))}

${counts(`The funnel's card against exported events, ${month}`, analyticsAnswer(program, month))}

### Everything else, ${month}

${otherProblems(program)
  .map((line) => `- ${line}`)
  .join("\n")}
`;
}

function money(title: string, answer: Answer): string {
  return section(title, answer, "USD");
}

function counts(title: string, answer: Answer): string {
  return section(title, answer, null);
}

function section(title: string, answer: Answer, currency: string | null): string {
  const { expected, actual, gap, unexplained } = answer;
  const rows = answer.causes.map(({ cause, amount, rows: count, ids }) => [
    `${causes[cause].title} (\`${cause}\`)`,
    displaySigned(amount, currency),
    `${count}`,
    [...ids.slice(0, mostIds), ...(count > mostIds ? ["…"] : [])].join(" "),
  ]);
  return `### ${title}

Expected ${displayAmount(expected.amount, currency)} (${expected.rows}), actual ${displayAmount(actual.amount, currency)} (${actual.rows}): gap ${displaySigned(gap, currency)}, unexplained ${unexplained}.

${table(["cause", "amount", "rows", "records"], rows)}`;
}

function otherProblems(program: Program): string[] {
  const { month, tracking } = program;
  const ids = (records: readonly { id: string }[]): string => records.map(({ id }) => id).join(" ");
  const days = ({ from, to }: { from: number; to: number }): string =>
    `${day(month, from)} to ${day(month, to)}`;
  const over = spendingOf(program).find((one) => one.month === month && one.campaign === overspent);
  const { integration, day: stormDay, fromHour, toHour } = deliveryStorm;
  return [
    `The dashboard's cards of ${flash.name} (${flash.id}) keep their days in UTC; the export agrees with them only there. So does total revenue.`,
    `The summary of approved revenue takes euros for dollars, and was captured before ${ids(tracking.afterCards)} came in.`,
    `Events lost while deliveries failed: ${ids(tracking.withoutEvent)}; they came with the order import.`,
    `An event without conversion: ${lostConversion.id}. An event in dollars that was euros: ${ids(tracking.wrongCurrency)}.`,
    `Recorded a day or two late: ${ids(tracking.late)}.`,
    `Guests without any identity: ${ids(tracking.guests)}. Customers missing in their export: ${ids(tracking.notExported)}.`,
    `Conversions merged into another person's customer: ${ids(tracking.merged)}. Customers that share one e-mail address: ${ids(tracking.sharing)}.`,
    `No tracking of ${silence.partner.name} (${silence.partner.id}) from ${days(silence)}.`,
    `A refund spike at ${refundSpike.partner.name} (${refundSpike.partner.id}) from ${days(refundSpike)}.`,
    `Clicks from ${strangeTraffic.referrer}, which no link expects, on ${strangeTraffic.partner.name} (${strangeTraffic.partner.id}) from ${days(strangeTraffic)}.`,
    `A retry storm of ${integration} on ${day(month, stormDay)}, ${fromHour}:00 to ${toHour}:00 New York.`,
    `${overspent.name} (${overspent.id}) spent ${displayAmount(over?.spent ?? "0", "USD")} of ${displayAmount(over?.budget ?? "0", "USD")}; the workspace has used 93.2 % of its credit.`,
    `The invoice of ${month} bills $799.00; the growth plan costs $499.00.`,
    "Members: an admin nobody has seen for 214 days (mem_03), an admin key unused for 388 (mem_14), no MFA for mem_05, mem_07 and mem_10.",
    "Before most of these stands the change that led to it, in `config-changes.jsonl`.",
  ];
}

function day(month: string, ofMonth: number): string {
  return `${month}-${String(ofMonth).padStart(2, "0")}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
