import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { appendEvidence } from "#evidence/ledger.ts";
import { serveRecords } from "#evidence/records-server.ts";
import { recordsIn } from "#evidence/records.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { audit, auditLog } from "#runs/audit.ts";
import { insertRun } from "#runs/run-rows.ts";
import { lockDataFolder } from "#store/data-lock.ts";
import { openStore } from "#store/store.ts";
import { embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { sampleRun } from "../evidence/sample.ts";
import { requestOf } from "../runs/fixtures.ts";
import { type } from "./command-line.ts";

const id = "01M7YKG6SMVWVTAA9M36YAQDT8";
let databases: Databases;
let data: string;

/** A data folder as a bot leaves it: one run with evidence that lacks a screenshot. */
beforeAll(async () => {
  databases = await embeddedDatabases();
  const options = await databases.fresh();
  data = options.dataFolder;
  const artifacts = await openDiskArtifacts(join(data, "artifacts"));
  const email = "customer_id,email\ncus_1,maya@acme.example\n";
  await artifacts.put("customers.csv", { data: email });
  const { record } = await sampleRun([
    { kind: "export", file: "customers.csv", data: email },
    { kind: "ids", words: { link: "lnk_7" } },
    { kind: "instant", words: { observed_at: "2026-11-03T04:00:00-05:00", timezone: "UTC" } },
    { kind: "config_changes", words: { none: "none" } },
  ]);
  const store = await openStore(options);
  await store.transaction(async (trx) => {
    const now = new Date("2026-11-03T09:00:00Z");
    await insertRun(trx, { ...requestOf(1), id, now });
    const items = record.ledger.map(({ sequence: _sequence, hash: _hash, ...item }) => item);
    await appendEvidence(trx, id, items);
    const detail = { runbook: "drill" };
    await audit(trx, {
      at: now,
      actor: "U1",
      action: "run.start",
      runId: id,
      channel: "C1",
      detail,
    });
    await audit(trx, {
      at: now,
      actor: "U2",
      action: "access.refused",
      detail: { why: "no role" },
    });
  });
  await store.close();
}, 120_000);
afterAll(() => databases.stop());

interface Packed {
  readonly root: string;
  readonly complete: string;
  readonly sealed: { readonly file: string; readonly sha256: string; readonly root: string };
  readonly shared: { readonly file: string; readonly sha256: string; readonly root: string };
}

const pack = (...words: string[]) => type(".", "evidence", "package", id, "--data", data, ...words);
const verify = (...words: string[]) => type(".", "evidence", "verify", ...words);

test("a run without one of the five artifacts is packed for a reason only", async () => {
  const refused = await pack();

  expect(refused).toMatchObject({ status: 2, output: "" });
  expect(refused.said).toBe(
    'The package has 4 of 5: no screenshot with a date range. Add what is missing in the run\'s thread, or say why it is sealed without by --reason "…".\n',
  );
});

describe("a package", () => {
  let made: Packed;
  beforeAll(async () => {
    made = JSON.parse((await pack("--reason", "no dashboard", "--json")).output);
  }, 60_000);

  test("is the same when it is made again", async () => {
    expect(made.complete).toBe("4 of 5: no screenshot with a date range");
    expect(JSON.parse((await pack("--reason", "no dashboard", "--json")).output)).toEqual(made);
  });

  test("verifies without configuration and data folder, by the root said in the thread", async () => {
    expect(made.root).toBe(made.shared.root);
    for (const { file, root } of [made.sealed, made.shared]) {
      const verified = await verify(file, "--root", root, "--json");
      expect(verified.status).toBe(0);
      const document = JSON.parse(verified.output);
      expect(document).toMatchObject({ ok: true, run: id, root, root_compared: true });
    }
    const { output } = await verify(made.shared.file);
    expect(output).toContain("This is the shared copy;");
    expect(output).toContain("proves that nobody sealed another package in its place");
  });

  test("holds addresses only when it is sealed", async () => {
    expect(await readFile(made.sealed.file, "latin1")).toContain("maya@acme.example");
    expect(await readFile(made.shared.file, "latin1")).not.toContain("maya@acme.example");
  });

  test("that was changed ends in exit status 1 and names what was changed", async () => {
    const bytes = await readFile(made.sealed.file);
    bytes.write("b", bytes.lastIndexOf("maya@acme.example"));
    const changed = join(data, "changed.zip");
    await writeFile(changed, bytes);
    const [read, document] = await Promise.all([verify(changed), verify(changed, "--json")]);

    expect(read).toMatchObject({ status: 1, said: "" });
    expect(read.output).toBe(
      `${changed} is not as it was sealed. files/customers.csv was altered.\n`,
    );
    expect(JSON.parse(document.output)).toMatchObject({
      ok: false,
      problem: { kind: "altered", item: "files/customers.csv" },
    });
    expect((await verify(made.sealed.file, "--root", "0".repeat(64))).status).toBe(1);
  });
});

test("what is not there is refused with what to do", async () => {
  const [run, folder, zip, other] = await Promise.all([
    type(".", "evidence", "package", "01NONE", "--data", data),
    type(".", "audit", "--data", join(data, "none")),
    verify(join(data, "none.zip")),
    verify(data),
  ]);

  expect(run).toMatchObject({ status: 2 });
  expect(run.said).toMatch(/^There is no run 01NONE in /);
  expect(folder.said).toMatch(/^No bot has kept its state in .*--data DIR\.\n$/);
  expect(zip).toMatchObject({ status: 2 });
  expect(other).toMatchObject({
    status: 2,
    said: `${data} is no file; name an evidence package.\n`,
  });
});

test("the audit log is told newest first, of one run when it is named", async () => {
  const all = await type(".", "audit", "--data", data);
  const one = await type(".", "audit", "--data", data, "--run", id, "--json");
  const sealing = all.output.split("\n").filter((line) => line.includes("evidence.package"));

  expect(sealing).toHaveLength(2);
  expect(sealing[0]).toMatch(
    /Z {2}command line {2}evidence\.package {2}run 01\w{24} in C1 {2}root: [0-9a-f]{64}, user: \S+, reason: no dashboard, complete: 4 of 5: /,
  );
  expect(all.output.split("\n").slice(2).join("\n")).toBe(
    `2026-11-03T09:00:00.000Z  U2  access.refused  why: no role\n2026-11-03T09:00:00.000Z  U1  run.start  run ${id} in C1  runbook: drill\n`,
  );
  expect(JSON.parse(one.output)).toMatchObject([
    { actor: "command line" },
    { actor: "command line" },
    { actor: "U1", action: "run.start", run: id },
  ]);
});

test("two commands at once on one data folder both come to their end", async () => {
  const ended = await Promise.all([
    type(".", "audit", "--data", data),
    pack("--reason", "no dashboard"),
  ]);

  expect(ended.map(({ status }) => status)).toEqual([0, 0]);
});

test("a command says whom it waits for, and goes on once the data folder is free", async () => {
  const unlock = await lockDataFolder(data);
  const program = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
  const waiting = spawn(process.execPath, [program, "audit", "--data", data]);
  const ended = once(waiting, "close");
  const said: string[] = [];
  waiting.stderr.setEncoding("utf8").on("data", (words: string) => said.push(words));
  await once(waiting.stderr, "data");
  unlock();

  expect(await ended).toEqual([0, null]);
  expect(said.join("")).toMatch(
    new RegExp(`^Waiting for process ${process.pid} on \\S+, which has the data folder .+\\.\n$`),
  );
});

test("a bot at work is asked for its log and its runs, and keeps what the command line did", async () => {
  const options = await databases.fresh();
  await cp(data, options.dataFolder, { recursive: true });
  const store = await openStore(options);
  const { dataFolder, log } = options;
  const stop = await serveRecords({ dataFolder, records: recordsIn(store), log });
  const words = ["--data", dataFolder, "--reason", "at work", "--json"];
  const packed = await type(".", "evidence", "package", id, ...words);
  const told = await type(".", "audit", "--data", dataFolder, "--run", id);
  const written = await auditLog(store.db, { runId: id });
  await stop();
  await store.close();

  const { sealed, root } = JSON.parse(packed.output) as Packed;
  expect((await verify(sealed.file)).status).toBe(0);
  expect(written[0]).toMatchObject({ actor: "command line", channel: "C1", detail: { root } });
  expect(told.output.split("\n")[0]).toContain(`root: ${root}`);
});
