import { sql } from "kysely";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { isOurs, markHandled, receive, unhandled } from "#slack/inbox.ts";
import { openStore } from "#store/store.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { serverDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
});
afterAll(() => databases.stop());

async function twoProcesses() {
  const options = await databases.fresh();
  const [first, second] = [await openStore(options), await openStore(options)];
  onTestFinished(async () => {
    await Promise.all([first.close(), second.close()]);
  });
  await receive(first.db, "command:1", {
    kind: "command",
    user: maya,
    channel: affiliateOps,
    respond: null,
    thread: null,
    command: "runbook",
    text: "",
    trigger: "1.2.3",
  });
  return { first, second };
}

test("what one process is handling another leaves alone, without waiting for it", async () => {
  const { first, second } = await twoProcesses();

  const taken = Promise.withResolvers<boolean>();
  const asked = Promise.withResolvers<void>();
  const handling = first.transaction(async (trx) => {
    taken.resolve(await isOurs(trx, "command:1"));
    await asked.promise;
    await markHandled(trx, "command:1", null);
  });
  expect(await taken.promise).toBe(true);
  const others = second.transaction(async (trx) => {
    await sql`set local lock_timeout = '2s'`.execute(trx);
    return isOurs(trx, "command:1");
  });
  await expect(others.finally(asked.resolve)).resolves.toBe(false);
  await handling;

  expect(await second.transaction((trx) => isOurs(trx, "command:1"))).toBe(false);
  expect(await unhandled(second.db, 0)).toEqual([]);
});

test("what a process let go of unhandled is another's to handle", async () => {
  const { first, second } = await twoProcesses();

  const dying = first.transaction(async (trx) => {
    await isOurs(trx, "command:1");
    throw new Error("killed");
  });
  await expect(dying).rejects.toThrow("killed");

  expect(await second.transaction((trx) => isOurs(trx, "command:1"))).toBe(true);
});
