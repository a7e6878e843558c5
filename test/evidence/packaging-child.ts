import { writeSync } from "node:fs";

import { pino } from "pino";

import { appendEvidence } from "#evidence/ledger.ts";
import { Packaging } from "#evidence/packaging.ts";
import { redactor } from "#evidence/redaction.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { insertRun } from "#runs/run-rows.ts";
import { openStore } from "#store/store.ts";
import { requestOf } from "../runs/fixtures.ts";
import { sampleRun } from "./sample.ts";

/**
 * Packages in a process of its own and says what it comes to, one line each. At the line that begins with `stopAt` it
 * stands still, as it is, until it is killed. Started with something to ask for, it asks for a package.
 */
const [dataFolder = "", artifactsFolder = "", stopAt = "", ask = ""] = process.argv.slice(2);
const log = pino({ level: "silent" });

function say(line: string): void {
  writeSync(1, `${line}\n`);
  if (stopAt === "" || !line.startsWith(stopAt)) return;
  writeSync(1, "stands still\n");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const store = await openStore({ dataFolder, databaseUrl: null, log });
const disk = await openDiskArtifacts(artifactsFolder);
const packaging = new Packaging({
  store,
  artifacts: {
    ...disk,
    async put(name, content) {
      const kept = await disk.put(name, content);
      say(`kept ${name.includes("sealed") ? "sealed" : "shared"} ${kept.file}`);
      return kept;
    },
  },
  redactor: redactor(maskEverything, Buffer.from("a key")),
  teller: {
    async packaged(trx, order, { shared }) {
      const told = { workspace: order.id, trait: shared.sha256, noted_at: new Date() };
      await trx.insertInto("workspace_trait").values(told).execute();
      say("telling");
    },
    async failed(_trx, _order, sentence) {
      say(`failed ${sentence}`);
    },
  },
  log,
  onCommit: () => say("committed"),
});

if (ask !== "") {
  const sample = await sampleRun();
  for (const { file } of sample.record.ledger) {
    if (file !== null) await disk.put(file, { path: await sample.artifacts.pathOf(file) });
  }
  await store.transaction(async (trx) => {
    await insertRun(trx, { ...requestOf(1), id: "01PACK", now: new Date() });
    const items = sample.record.ledger.map(({ sequence: _sequence, hash: _hash, ...item }) => item);
    await appendEvidence(trx, "01PACK", items);
    await packaging.order(trx, { runId: "01PACK", askedBy: "U1", reason: null });
    store.afterCommit(() => say("asked"));
  });
}
await packaging.work();
say("working");
