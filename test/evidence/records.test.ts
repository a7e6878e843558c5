import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { pino } from "pino";
import { beforeEach, expect, onTestFinished, test } from "vitest";

import { ConfigError } from "#errors.ts";
import { askBot } from "#evidence/records-client.ts";
import { serveRecords } from "#evidence/records-server.ts";
import { recordsIn } from "#evidence/records.ts";
import { readRunRecord } from "#evidence/run-record.ts";
import { auditLog } from "#runs/audit.ts";
import { insertRun } from "#runs/run-rows.ts";
import { requestOf } from "../runs/fixtures.ts";
import { oneStore } from "../slack/open-store.ts";

const store = oneStore();
const log = pino({ level: "silent" });
const now = new Date("2026-11-03T09:00:00Z");
let data: string;

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "countercheck-records-"));
  const folder = data;
  onTestFinished(() => rm(folder, { recursive: true }));
});

/** A bot at work on a data folder, until the test ends. */
async function serve(dataFolder = data): Promise<() => Promise<void>> {
  const stop = await serveRecords({ dataFolder, records: recordsIn(store()), log });
  onTestFinished(stop);
  return stop;
}

/** Whether a bot answers on a data folder. */
async function answers(dataFolder = data): Promise<boolean> {
  return (await askBot(dataFolder, async () => true)) !== null;
}

/** Listens on a socket in a process of its own that is killed, as a bot by kill -9. */
async function leaveSocket(path: string): Promise<void> {
  const script = `require("node:net").createServer().listen(process.argv[1], () => process.kill(process.pid, "SIGKILL"))`;
  const child = execFile(process.execPath, ["--eval", script, path]);
  await once(child, "exit");
}

test("a bot at work tells the audit log and a run, and writes down what the command line did", async () => {
  await store().transaction((trx) => insertRun(trx, { ...requestOf(1), id: "01RUN", now }));
  await serve();
  const entry = { at: now, actor: "command line", action: "evidence.package", runId: "01RUN" };

  const asked = await askBot(data, async (records) => {
    await records.note({ ...entry, channel: "C1", detail: { root: "0a" } });
    return {
      run: await records.run("01RUN"),
      none: await records.run("01NONE"),
      audited: await records.audited("01RUN"),
      others: await records.audited("01OTHER"),
    };
  });

  const written = await auditLog(store().db, { runId: "01RUN" });
  expect(written).toMatchObject([{ at: now, actor: "command line", detail: { root: "0a" } }]);
  expect(asked?.result).toEqual({
    run: await readRunRecord(store().db, "01RUN"),
    none: null,
    audited: written,
    others: [],
  });
});

test("only the user of the data folder may ask", async () => {
  await serve();

  expect((await stat(join(data, ".bot"))).mode & 0o777).toBe(0o700);
  expect((await stat(join(data, ".bot", "socket"))).mode & 0o777).toBe(0o600);
});

test("a data folder whose path is too long for a socket has one all the same", async () => {
  const deep = join(data, "d".repeat(120));
  await mkdir(deep);
  const stop = await serve(deep);
  expect(await answers(deep)).toBe(true);

  await stop();

  expect(await answers(deep)).toBe(false);
});

test("nobody answers before a bot starts, after it was killed, and after it ended; the next one does", async () => {
  expect(await answers()).toBe(false);
  await mkdir(join(data, ".bot"));
  await leaveSocket(join(data, ".bot", "socket"));
  expect((await stat(join(data, ".bot", "socket"))).isSocket()).toBe(true);
  expect(await answers()).toBe(false);

  const stop = await serve();
  expect(await answers()).toBe(true);
  await stop();
  expect(await answers()).toBe(false);
});

test("a bot of another version, or with a fault of its own, is told of in a sentence", async () => {
  await mkdir(join(data, ".bot"));
  for (const [status, sentence] of [
    [400, "is of another version than this command; start it again."],
    [500, "could not answer; its log says why."],
  ] as const) {
    let count = 0;
    const other = createServer((_request, response) => {
      count += 1;
      response.writeHead(count === 1 ? 200 : status).end("null");
    }).listen(join(data, ".bot", "socket"));
    await once(other, "listening");

    const asking = askBot(data, (records) => records.audited(null));

    await expect(asking).rejects.toThrow(ConfigError);
    await expect(asking).rejects.toThrow(sentence);
    other.close();
    await once(other, "close");
  }
});
