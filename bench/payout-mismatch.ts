import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { fileURLToPath } from "node:url";

import { Decimal } from "decimal.js";

import { line, measure, median } from "./measure.ts";
import type { Measurement } from "./measure.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000,10000000" },
    repeat: { type: "string", default: "3" },
    /** The csv-parse script holds every record in memory; above this it is left out. */
    "script-rows": { type: "string", default: "1000000" },
  },
});

const script = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Answer {
  readonly gap: string;
  readonly causes: readonly {
    readonly cause: string;
    readonly amount: string;
    readonly rows: number;
  }[];
  readonly unexplained: string;
}

/** What the three must agree on, in one form: plain decimals, causes by name, what has none apart. */
function answerOf(output: string): Answer {
  const { gap, causes, unexplained } = JSON.parse(output) as {
    gap: string;
    causes: { cause: string | null; amount: string; rows: number }[];
    unexplained?: string;
  };
  const plain = (amount: string) => new Decimal(amount).toFixed();
  return {
    gap: plain(gap),
    causes: causes
      .flatMap(({ cause, amount, rows }) => (cause ? [{ cause, amount: plain(amount), rows }] : []))
      .sort((a, b) => (a.cause < b.cause ? -1 : 1)),
    unexplained: plain(unexplained ?? causes.find(({ cause }) => cause === null)?.amount ?? "0"),
  };
}

interface Contender {
  readonly name: string;
  run(folder: string): Promise<Measurement>;
}

/** Gives a fresh data folder and removes it, for exports are kept and never overwritten. */
async function withData(folder: string, run: (data: string) => Promise<Measurement>) {
  const data = await mkdtemp(join(folder, "data-"));
  const measured = await run(data);
  await rm(data, { recursive: true });
  return measured;
}

const what = ["runbook", "run", "payout-mismatch", "--window", "2026-10", "--json"];
const ours: Contender = {
  name: "countercheck",
  run: (folder) =>
    withData(folder, (data) => {
      const where = ["--config", join(folder, "countercheck.yml"), "--data", data];
      return measure(script("../src/cli.ts"), [...what, ...where], [1]);
    }),
};
/** Keeps, reads and explains the same, as the command does before it draws and tells. */
const engine: Contender = {
  name: "its engine alone",
  run: (folder) => withData(folder, (data) => measure(script("engine.ts"), [folder, data])),
};
const sql: Contender = {
  name: "hand-written SQL",
  run: (folder) => measure(script("peers/hand-written-sql.ts"), [folder]),
};
const map: Contender = {
  name: "csv-parse + Map",
  run: (folder) => measure(script("peers/csv-parse-map.ts"), [folder]),
};

async function compare(rows: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "payout-mismatch-"));
  try {
    await measure(script("payout-program.ts"), [folder, String(rows)]);
    const contenders =
      rows <= Number(values["script-rows"]) ? [ours, engine, sql, map] : [ours, engine, sql];
    const all = new Map(contenders.map((one) => [one, [] as Measurement[]]));
    for (let round = 0; round < Number(values.repeat); round += 1) {
      for (const one of contenders) all.get(one)?.push(await one.run(folder));
    }
    report(rows, new Map([...all].map(([one, measured]) => [one, median(measured)])));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function report(rows: number, measured: ReadonlyMap<Contender, Measurement>): void {
  const answers = [...measured.values()].map(({ output }) => answerOf(output));
  const [first] = answers;
  if (!answers.every((answer) => isDeepStrictEqual(answer, first))) {
    throw new Error(`the answers differ:\n${answers.map((one) => JSON.stringify(one)).join("\n")}`);
  }
  console.log(
    `${rows.toLocaleString("en")} commissions, gap ${first?.gap}, ${first?.causes.length} causes, same answer from each`,
  );
  const peer = measured.get(sql)?.wallSeconds ?? Number.NaN;
  for (const [one, measurement] of measured) {
    const beside =
      one === sql ? "" : `  ${(measurement.wallSeconds / peer).toFixed(2)} times the SQL`;
    console.log(`  ${line(one.name, measurement)}${beside}`);
  }
}

for (const rows of values.rows.split(",")) await compare(Number(rows));
