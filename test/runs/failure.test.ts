import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";

import { ConfigError, SourceError, UsageError } from "#errors.ts";
import { maskedLog } from "#evidence/redaction/masked-log.ts";
import { engineForEach } from "./engine.ts";
import { announcerOf, outcomeOf } from "./fixtures.ts";

const engine = engineForEach();

test("a SourceError is tried three times and then ends the run with its sentence", async () => {
  let tries = 0;
  await engine.work(async ({ step }) => {
    if (step.id !== "s1") return outcomeOf("done");
    tries += 1;
    throw new SourceError("acme did not answer; ask again later.");
  });

  expect(await engine.ended(await engine.begin(3))).toEqual({
    status: "failed",
    verdict: null,
    failure: "acme did not answer; ask again later.",
    steps: ["complete", "failed", "skipped"],
  });
  expect(tries).toBe(3);
});

test("what the database quotes of people's records is masked in the log of a step that fails", async () => {
  const lines: string[] = [];
  const { log } = maskedLog("trace", { write: (line) => void lines.push(line) });
  const database = await (await DuckDBInstance.create()).connect();
  const sql = "SELECT CAST('greta.torres1@mail.example' AS INTEGER)";
  const perform = async () => {
    await database.run(sql).catch((cause: unknown) => {
      throw new UsageError("The SQL cannot be run.", ["sql"], { cause });
    });
    return outcomeOf("done");
  };
  await engine.work(perform, announcerOf(), log);

  await engine.ended(await engine.begin(1));

  expect(lines.join("")).toContain("Could not convert string");
  expect(lines.join("")).not.toContain("greta.torres1");
});

test("a SourceError that passes is not seen", async () => {
  let tries = 0;
  await engine.work(async () => {
    tries += 1;
    if (tries < 3) throw new SourceError("acme did not answer");
    return outcomeOf(`after ${tries} tries`);
  });

  expect(await engine.ended(await engine.begin(1))).toMatchObject({
    status: "finished",
    failure: null,
  });
});

test("a UsageError refuses the run at once", async () => {
  let tries = 0;
  await engine.work(async () => {
    tries += 1;
    throw new UsageError("payouts.csv has no column payout_id.", ["source"]);
  });

  expect(await engine.ended(await engine.begin(2))).toEqual({
    status: "finished",
    verdict: "refused",
    failure: "payouts.csv has no column payout_id.",
    steps: ["failed", "skipped"],
  });
  expect(tries).toBe(1);
});

test("a ConfigError fails the run with its sentence", async () => {
  await engine.work(async () => {
    throw new ConfigError("Runbook drill compares before it collects.");
  });

  expect(await engine.ended(await engine.begin(1))).toMatchObject({
    status: "failed",
    failure: "Runbook drill compares before it collects.",
  });
});

test("anything else is our fault, said with the run's id", async () => {
  await engine.work(async () => {
    throw new TypeError("x is not a function\n  at somewhere");
  });
  const id = await engine.begin(2);

  expect(await engine.ended(id)).toEqual({
    status: "failed",
    verdict: null,
    failure: `This is a fault of Countercheck, not of your data: x is not a function. The log tells more under run ${id}; start the run again once it is mended.`,
    steps: ["failed", "skipped"],
  });
  expect(engine.released).toEqual([id]);
});

test("a step may say itself that it failed", async () => {
  await engine.work(async () => ({
    ...outcomeOf("two of three files were gone"),
    status: "failed",
  }));

  expect(await engine.ended(await engine.begin(2))).toMatchObject({
    status: "failed",
    failure: "two of three files were gone",
    steps: ["failed", "skipped"],
  });
});
