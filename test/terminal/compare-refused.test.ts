import { cp, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { afterAll, expect, test } from "vitest";

import type { ExportManifest } from "#model/export.ts";
import { contextHash } from "#model/filter-context.ts";
import { type } from "./command-line.ts";
import { comparing, manifestOf } from "./comparing.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

const { exported, compared } = comparing(folder);

/** Splits a command line we print, without quotes in it. */
const wordsOf = (message: string): string[] =>
  (/npx countercheck (.+)$/m.exec(message)?.[1] ?? "").split(" ");

test.concurrent("another context is refused by its fields, and the command told mends it", async () => {
  const first = await exported(
    "asked",
    "payouts",
    "--config=match.yml",
    "--status=sent,completed",
    "--partner=prt_1",
  );
  const second = await exported(
    "other",
    "payouts",
    "--config=match.yml",
    "--timezone=UTC",
    "--window=2026-01-01..2026-01-30",
    "--date-basis=paid",
    "--currency=EUR",
    "--cost-model=cpa",
  );

  const own = ["--config=match.yml", "--data=other"];
  const refused = await compared(first, second, ...own);
  const { fields, message } = refused.document["refusal"] as { fields: string[]; message: string };
  const again = await type(folder, ...wordsOf(message), "--json");
  const { parts } = JSON.parse(again.output) as ExportManifest;
  const mended = await compared(first, join("other", "artifacts", parts[0]?.file ?? ""));

  expect(refused.status).toBe(2);
  expect(refused.document["verdict"]).toBe("refused");
  expect(fields).toEqual([
    "partner",
    "to",
    "timezone",
    "statuses",
    "currency",
    "date_basis",
    "cost_model",
  ]);
  expect(message).toContain("timezone (UTC, not America/New_York)");
  expect(refused.said).toContain(message);
  expect([mended.status, mended.document["verdict"]]).toEqual([0, "match"]);
});

test.concurrent("two datasets are sent to the runbook that compares them", async () => {
  const payouts = await exported("pair", "payouts", "--config=match.yml");
  const commissions = await exported("pair", "commissions", "--config=match.yml");

  const { status, document } = await compared(commissions, payouts, "--config=match.yml");
  const { fields, message } = document["refusal"] as { fields: string[]; message: string };
  const run = await type(folder, ...wordsOf(message), "--data=pair", "--json");

  expect([status, fields]).toEqual([2, ["dataset"]]);
  expect(wordsOf(message).slice(0, 3)).toEqual(["runbook", "run", "payout-mismatch"]);
  expect(JSON.parse(run.output)).toMatchObject({ verdict: "match" });
});

test.concurrent("what its source narrowed is not compared with what was handed over whole", async () => {
  const whole = await exported("narrow", "payouts", "--config=match.yml", "--partner=prt_1");
  await cp(join(folder, "narrow"), join(folder, "narrowed"), { recursive: true });
  const narrow = join("narrowed", "artifacts", basename(whole));
  const path = join(folder, manifestOf(narrow));
  const { unfiltered, ...manifest } = JSON.parse(await readFile(path, "utf8")) as ExportManifest;
  await writeFile(path, JSON.stringify(manifest));

  const { status, document } = await compared(whole, narrow);

  expect([unfiltered, manifest.context_sha256]).toEqual([true, contextHash(manifest.context)]);
  expect(status).toBe(2);
  expect(document["refusal"]).toMatchObject({ fields: ["partner"] });
});
