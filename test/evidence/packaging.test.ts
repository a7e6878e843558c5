import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { pino } from "pino";
import { expect, onTestFinished, test, vi } from "vitest";

import { appendEvidence, ledgerOf } from "#evidence/ledger.ts";
import { Packaging } from "#evidence/packaging.ts";
import type { PackagingParts } from "#evidence/packaging.ts";
import { redactor } from "#evidence/redaction.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { insertRun } from "#runs/run-rows.ts";
import { openStore } from "#store/store.ts";
import { requestOf } from "../runs/fixtures.ts";
import { oneStore, quiet } from "../slack/open-store.ts";
import { embeddedDatabases } from "../store/databases.ts";
import { sampleRun } from "./sample.ts";

const store = oneStore();
const redact = redactor(maskEverything, Buffer.from("a key"));

/** A run with the sample's evidence, and packaging that says what it tells. */
async function opened(changes: Partial<PackagingParts> = {}) {
  const sample = await sampleRun();
  onTestFinished(() => rm(sample.folder, { recursive: true }));
  const items = sample.record.ledger.map(({ sequence: _sequence, hash: _hash, ...item }) => item);
  await store().transaction(async (trx) => {
    await insertRun(trx, { ...requestOf(1), id: "01PACK", now: new Date() });
    await appendEvidence(trx, "01PACK", items);
  });
  const told: string[] = [];
  const alone = { lost: new AbortController().signal, release: async () => {} };
  const parts: PackagingParts = {
    store: { ...store(), hold: async () => alone },
    artifacts: sample.artifacts,
    redactor: redact,
    teller: {
      packaged: async (_trx, _order, { chain, shared }) =>
        void told.push(`${chain} ${shared.file}`),
      failed: async (_trx, _order, sentence) => void told.push(sentence),
    },
    log: quiet,
    ...changes,
  };
  const start = () => {
    const packaging = new Packaging(parts);
    onTestFinished(() => packaging.stop());
    return packaging;
  };
  const ask = (packaging: Packaging, reason: string | null = null) =>
    store().transaction((trx) => packaging.order(trx, { runId: "01PACK", askedBy: "U1", reason }));
  const add = () =>
    store().transaction((trx) =>
      appendEvidence(
        trx,
        "01PACK",
        items.slice(0, 1).map((item) => ({ ...item, title: "late" })),
      ),
    );
  return { sample, told, start, ask, add };
}

test("a package is of the run as it was when it was asked for, however late it is made", async () => {
  const { told, start, ask, add } = await opened();
  const dead = start();
  await dead.stop();
  await ask(dead);
  const asked = (await ledgerOf(store().db, "01PACK")).at(-1)?.hash;
  await add();

  await start().work();

  await vi.waitFor(() => expect(told).toEqual([expect.stringContaining(`${asked} `)]));
});

test("while one is being made, asking again asks for nothing", async () => {
  const { start, ask } = await opened();
  const stopped = start();
  await stopped.stop();

  expect(await ask(stopped)).toEqual({ kind: "ordered" });
  expect(await ask(stopped)).toEqual({ kind: "under_way" });
  expect(
    await store().transaction((trx) =>
      stopped.order(trx, { runId: "01NONE", askedBy: "U1", reason: null }),
    ),
  ).toEqual({ kind: "no_run" });
});

test("a package that cannot be told of is made again with the same name, and told once", async () => {
  let failures = 1;
  const told: string[] = [];
  const { sample, start, ask } = await opened({
    teller: {
      async packaged(_trx, _order, { shared }) {
        if (failures-- > 0) throw new Error("the database is away");
        told.push(shared.file);
      },
      failed: async () => {},
    },
  });

  await ask(start());

  await vi.waitFor(() => expect(told).toHaveLength(1), 5000);
  const zips = await zipsIn(join(sample.folder, "artifacts"));
  expect(zips).toHaveLength(2);
  expect(zips).toContain(told[0]);
});

test("where a kept file is not what was captured, the sentence says so, once", async () => {
  const { told, start, ask, sample } = await opened();
  const path = await sample.artifacts.pathOf("commissions.csv");
  await rm(path);
  await sample.artifacts.put("commissions.csv", { data: "other bytes" });

  await ask(start());

  await vi.waitFor(() => expect(told).toHaveLength(1), 5000);
  expect(told[0]).toContain("commissions.csv");
});

const child = fileURLToPath(new URL("packaging-child.ts", import.meta.url));

/** Starts a process and reads what it says until it stands still, or until it says `last`; then it is killed. */
async function killedAt(args: readonly string[], last = "stands still"): Promise<string[]> {
  const running = spawn(process.execPath, [child, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: string[] = [];
  for await (const line of createInterface({ input: running.stdout })) {
    said.push(line);
    if (line.startsWith(last)) break;
  }
  const gone = running.exitCode === null ? once(running, "exit") : null;
  running.kill("SIGKILL");
  await gone;
  return said;
}

test("killed at every boundary, a package is made once and told of once", async () => {
  const databases = await embeddedDatabases();
  const options = await databases.fresh();
  const artifacts = await mkdtemp(join(tmpdir(), "countercheck-packaging-"));
  const folders = [options.dataFolder, artifacts];

  await killedAt([...folders, "asked", "ask"]);
  for (const boundary of ["kept sealed", "kept shared", "telling"]) {
    const said = await killedAt([...folders, boundary]);
    expect(said.at(-2)).toContain(boundary);
  }
  await killedAt(folders, "committed");
  await killedAt(folders, "working");

  expect(await zipsIn(artifacts)).toHaveLength(2);
  const end = await openStore({ ...options, log: pino({ level: "silent" }) });
  const packages = await end.db.selectFrom("evidence_package").selectAll().execute();
  const told = await end.db.selectFrom("workspace_trait").selectAll().execute();
  await end.close();
  expect(packages).toMatchObject([{ status: "sealed", failure: null }]);
  expect(told).toHaveLength(1);
  await databases.stop();
  await rm(artifacts, { recursive: true });
}, 120_000);

async function zipsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".zip")).map((name) => name.split("/").at(-1) ?? "");
}
