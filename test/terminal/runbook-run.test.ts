import { DateTime } from "luxon";
import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

/** Runs a program, of January unless another window is asked for. */
function run(program: string, ...words: readonly string[]) {
  const dated = words.some((word) => word.startsWith("--window=")) ? [] : ["--window=2026-01"];
  const typed = [`--config=${program}.yml`, ...dated, ...words];
  return type(folder, "runbook", "run", "payout-mismatch", ...typed);
}

type Found = [
  what: string,
  program: string,
  words: string[],
  status: number,
  verdict: string,
  causes: string[],
];
type Refused = [what: string, program: string, words: string[], fields: string[], sentence: string];

test.concurrent.each<Found>([
  ["payouts that match", "match", [], 0, "match", []],
  ["a difference with a cause", "refunded", [], 1, "explained", ["paid_refunded"]],
  ["a difference without one", "short", [], 1, "unexplained", []],
  ["no records", "match", ["--window=2025-12"], 1, "no_data", []],
])("%s: program %s %j ends with %i, %s", async (_what, program, words, ...expected) => {
  const [status, verdict, causes] = expected;

  const ended = await run(program, "--json", ...words);

  const result = JSON.parse(ended.output) as { causes: { cause: string }[] };
  expect(ended.status).toBe(status);
  expect(result).toMatchObject({ runbook: "payout-mismatch", verdict, refusal: null });
  expect(result.causes.map(({ cause }) => cause)).toEqual(causes);
  expect(ended.said).toContain("Explain payouts against commissions: ");
});

test.concurrent.each<Refused>([
  ["a wrong configuration", "wrong", [], [], "Did you mean currency?"],
  ["no configuration", "nowhere", [], [], "No configuration at nowhere.yml"],
  [
    "a window that is not over",
    "match",
    [`--window=${DateTime.utc().plus({ months: 1 }).toFormat("yyyy-MM")}`],
    ["window"],
    "is not closed yet",
  ],
  ["an unknown timezone", "match", ["--timezone=Mars/Base"], ["timezone"], "is not a timezone"],
  ["an unknown currency", "match", ["--currency=XQZ"], ["currency"], "is not one of ISO 4217"],
  ["an unknown source", "match", ["--source=acne"], ["source"], "Did you mean acme?"],
  ["an empty parameter", "match", ["--partner="], ["partner"], "leave it out for all partners"],
  ["a parameter given twice", "match", ["--partner=a", "--partner=b"], ["partner"], "given twice"],
  ["no rates", "euro", [], ["currency"], "No rate from EUR to USD"],
  ["no rate for the day", "rates", [], ["currency"], "No rate from EUR to USD"],
  ["a missing required column", "columns", [], [], 'commissions.csv has no column "amount"'],
  ["an empty folder", "empty", [], ["source"], "the folder is empty"],
])("%s is refused (%s %j): fields %j, %s", async (_what, program, words, ...expected) => {
  const [fields, sentence] = expected;
  const { status, output, said } = await run(program, "--json", ...words);

  expect(status).toBe(2);
  expect(JSON.parse(output)).toMatchObject({
    runbook: "payout-mismatch",
    verdict: "refused",
    refusal: { fields, message: expect.stringContaining(sentence) as string },
  });
  expect(said).toContain(sentence);
  expect(said).not.toMatch(/^\s+at /m);
});

test.concurrent("an unknown runbook is refused with the nearest one", async () => {
  const ended = await type(
    folder,
    "runbook",
    "run",
    "payout-mismach",
    "--config=match.yml",
    "--json",
  );

  expect(ended.status).toBe(2);
  expect(JSON.parse(ended.output)).toMatchObject({
    verdict: "refused",
    refusal: {
      fields: ["runbook"],
      message: 'There is no runbook "payout-mismach". Did you mean payout-mismatch?',
    },
  });
});

test.concurrent("without --json a person reads the verdict", async () => {
  const ended = await run("refunded");

  expect(ended.status).toBe(1);
  expect(ended.output).toContain("+10.00 paid although refunded (cm_1)");
  expect(ended.output).toContain("Evidence");
});

test.concurrent("without --json a refusal leaves standard output empty", async () => {
  expect(await run("match", "--timezone=Mars/Base")).toMatchObject({
    status: 2,
    output: "",
    said: expect.stringContaining("is not a timezone") as string,
  });
});

const own = (id: string, ...words: string[]) =>
  type(folder, "runbook", "run", id, "--config=own.yml", "--window=2026-01", ...words);

test.concurrent("records that a check found are shown, and kept as evidence", async () => {
  const { said, output } = await own("large-amounts", "--json");

  expect(said).toContain(
    "! Look for large ones: 1 record found\n    commission_id  amount\n    cm_1           10.00\n",
  );
  expect(JSON.parse(output)).toMatchObject({
    verdict: "unexplained",
    evidence: expect.arrayContaining([
      expect.objectContaining({ file: expect.stringContaining("rows-found") as string, rows: 1 }),
    ]) as unknown,
  });
});

test.concurrent("SQL that cannot be answered is told with its step and the columns there are", async () => {
  const { status, said } = await own("misspelt");

  expect(status).toBe(2);
  expect(said).toMatch(
    /Step large: The SQL cannot be answered: .*amuont.*commissions has: .*amount/,
  );
});

test.concurrent("where nothing could be compared, a person reads a sentence, and a program no_data", async () => {
  const words = ["runbook", "run", "incident-triage", "--config=changes.yml", "--window=2026-01"];

  const told = await type(folder, ...words);
  const { output } = await type(folder, ...words, "--json");

  expect(told.status).toBe(1);
  expect(told.output).toMatch(/^\nNo data: nothing was compared; [^{]*\n\nEvidence\n/);
  expect(JSON.parse(output)).toMatchObject({ verdict: "no_data", refusal: null });
});
