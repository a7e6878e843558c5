import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { IncomparableError, UsageError } from "#errors.ts";
import { noCard } from "#model/card.ts";
import { aloneInput } from "#runs/perform.ts";
import { stepWorlds } from "#runs/step-world.ts";
import type { StepInput } from "#step.ts";
import { context } from "./fixtures.ts";
import { smallProgram } from "./program.ts";
import type { Program } from "./program.ts";

const { signal } = new AbortController();
const input: StepInput = {
  ...aloneInput("payout-mismatch", { source: "acme", context, card: noCard }),
  runId: "01RUN",
  startedAt: "2026-11-03T09:00:00.123Z",
  outcomes: {},
};

let program: Program;

beforeEach(async () => {
  program = await smallProgram();
});
afterEach(() => rm(program.folder, { recursive: true }));

test("after a restart what was kept is compared, whatever the source says by then", async () => {
  const before = stepWorlds(program.parts).open(input, signal);
  const exports = [await before.collect("commissions"), await before.collect("payouts")];
  await program.write("exports/payouts.csv", "gone");

  const after = stepWorlds(program.parts);
  const { explanation, rows } = await after
    .open(input, signal)
    .reconcile("payout-mismatch", exports);
  await after.release(input.runId);

  expect(explanation.gap).toBe("13.25");
  expect(rows).toMatchObject({ kind: "rows", rows: 2 });
});

test("a step that is done again makes the same files", async () => {
  const files: string[][] = [];
  for (let time = 0; time < 2; time += 1) {
    const worlds = stepWorlds(program.parts);
    const world = worlds.open(input, signal);
    const exports = [await world.collect("commissions"), await world.collect("payouts")];
    for (const manifest of exports) await world.keep("manifest", "Manifest", manifest);
    const { explanation } = await world.reconcile("payout-mismatch", exports);
    await world.drawGap(explanation, "payout-mismatch");
    await world.keepGap(explanation, "payout-mismatch");
    await worlds.release(input.runId);
    files.push((await readdir(join(program.folder, "data", "artifacts"))).sort());
  }

  expect(files[1]).toEqual(files[0]);
  expect(files[0]).toEqual([
    ".incoming",
    "acme_commissions_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261103t090000123z.csv",
    "acme_commissions_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261103t090000123z.manifest.json",
    "acme_payout-mismatch_2026-10-01_2026-10-31_payout-mismatch-gap-explanation_20261103t090000123z.json",
    "acme_payout-mismatch_2026-10-01_2026-10-31_payout-mismatch-gap_20261103t090000123z.png",
    "acme_payout-mismatch_2026-10-01_2026-10-31_payout-mismatch-rows_20261103t090000123z.csv",
    "acme_payouts_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261103t090000123z.csv",
    "acme_payouts_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261103t090000123z.manifest.json",
  ]);
  expect(await readdir(join(program.folder, "data", "scratch"))).toEqual([]);
});

test("the rates a comparison used are kept with it", async () => {
  const rates = "date,from,to,rate\n2026-10-01,EUR,USD,1.10\n";
  const foreign = await smallProgram("rates: { files: 'rates.csv' }\n");
  await foreign.write("rates.csv", rates);
  const worlds = stepWorlds(foreign.parts);
  const world = worlds.open(input, signal);
  const exports = [await world.collect("commissions"), await world.collect("payouts")];

  const { rates: kept } = await world.reconcile("payout-mismatch", exports);
  await worlds.release(input.runId);

  expect(kept).toMatchObject([{ kind: "rates", title: "rates.csv" }]);
  const path = await foreign.parts.artifacts.pathOf(kept[0]?.file ?? "");
  expect(await readFile(path, "utf8")).toBe(rates);
  await rm(foreign.folder, { recursive: true });
});

test("rates that are named and not there are refused with the place to change", async () => {
  const foreign = await smallProgram("rates: { files: 'rates.csv' }\n");
  const worlds = stepWorlds(foreign.parts);
  const world = worlds.open(input, signal);
  const exports = [await world.collect("commissions"), await world.collect("payouts")];

  const refused = world.reconcile("payout-mismatch", exports);

  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(
    /^No rates file matches rates\.csv; .*countercheck\.yml\.$/,
  );
  await worlds.release(input.runId);
  await rm(foreign.folder, { recursive: true });
});

test("a dataset the source does not export is refused by name", async () => {
  const world = stepWorlds(program.parts).open(input, signal);

  const refused = world.collect("events");

  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(
    "Source acme does not export events; it exports commissions, payouts. Ask another source, or configure acme to export it.",
  );
});

test("amounts too large to be added up are refused with the column and the record", async () => {
  const large = "9".repeat(28);
  const row = (id: string) => `${id},paid,${large},USD,2026-10-05T10:00:00Z`;
  await program.write(
    "exports/commissions.csv",
    `commission_id,status,amount,currency,created_at\n${row("cm_1")}\n${row("cm_2")}\n`,
  );
  const worlds = stepWorlds(program.parts);
  const world = worlds.open(input, signal);
  const exports = [await world.collect("commissions"), await world.collect("payouts")];

  const refused = world.reconcile("payout-mismatch", exports);

  await expect(refused).rejects.toThrow(
    new RegExp(
      `column amount of the commissions export are too large .* largest is ${large} \\(cm_`,
    ),
  );
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await worlds.release(input.runId);
});

test("an export of another context is compared with nothing, whatever asks for it", async () => {
  const worlds = stepWorlds(program.parts);
  const elsewhere = { ...context, timezone: "UTC", statuses: ["completed"] };
  const commissions = await worlds.open(input, signal).collect("commissions");
  const other = worlds.open({ ...input, context: elsewhere }, signal);
  const exports = [commissions, await other.collect("payouts", 1)];
  const world = worlds.open(input, signal);

  for (const asked of [
    world.reconcile("payout-mismatch", exports),
    world.query("SELECT 1 FROM commissions, payouts", exports),
    world.keepRows("SELECT 1 FROM commissions, payouts", exports, "Rows"),
  ]) {
    const refused = await asked.catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(IncomparableError);
    expect((refused as UsageError).fields).toEqual(["timezone", "statuses"]);
    expect((refused as UsageError).message).toMatch(
      /differs in timezone \(UTC, not America\/New_York\), statuses \(completed, not all\).*\n {2}npx countercheck export payouts --source acme --window 2026-10 --timezone America\/New_York --currency USD$/,
    );
  }
  await worlds.release(input.runId);
});

test("a run whose source has left the configuration is refused", async () => {
  const world = stepWorlds(program.parts).open({ ...input, source: "gone" }, signal);

  await expect(world.collect("payouts")).rejects.toThrow(/^Source gone is no longer in .+\.$/);
});

test("a question means the last capture of a dataset, in this process and in another", async () => {
  const worlds = stepWorlds(program.parts);
  const world = worlds.open(input, signal);
  await world.collect("payouts");
  await program.write(
    "exports/payouts.csv",
    "payout_id,status,amount,currency\npo_8,sent,1.00,USD\npo_9,sent,2.00,USD\n",
  );
  const last = [await world.collect("payouts", 1)];
  const other = stepWorlds(program.parts);

  for (const asked of [world, other.open(input, signal)]) {
    const sql = "WITH sums AS (SELECT sum(amount) AS sum FROM payouts) SELECT * FROM sums;";
    expect(await asked.query(sql, last)).toEqual([{ sum: "3.0000000000" }]);
    const ordered = "SELECT payout_id FROM payouts ORDER BY payout_id DESC";
    expect(await asked.query(ordered, last)).toEqual([
      { payout_id: "po_9" },
      { payout_id: "po_8" },
    ]);
  }
  await worlds.release(input.runId);
  await other.release(input.runId);
});

test("a step that was broken off reads nothing more", async () => {
  const worlds = stepWorlds(program.parts);
  const broken = worlds.open(input, AbortSignal.abort(new Error("stopped")));

  await expect(broken.collect("payouts")).rejects.toThrow("stopped");
});

test("an id of the scope that no record carries is found, with the one that was meant", async () => {
  const asked = { ...input, context: { ...context, partner: "ptr_1", program: "prg_1" } };
  const worlds = stepWorlds(program.parts);
  const world = worlds.open(asked, signal);
  const exports = [await world.collect("commissions"), await world.collect("payouts")];

  const { explanation } = await world.reconcile("payout-mismatch", exports);
  await worlds.release(input.runId);

  expect(explanation.findings).toContainEqual({
    id: "unknown_partner",
    severity: "warn",
    message: "No record of these exports carries the partner ptr_1. Did you mean prt_1?",
    rows: 0,
  });
  expect(explanation.findings.map(({ id }) => id)).not.toContain("unknown_program");
});
