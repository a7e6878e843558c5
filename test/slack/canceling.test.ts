import { expect, test, vi } from "vitest";

import type { Roles } from "#model/roles.ts";
import { affiliateOps, maya, tomas } from "../sandbox/open-sandbox.ts";
import { openPrompt } from "./open-prompt.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();

async function opened(roles?: Roles) {
  const asked = await openPrompt(store(), roles ? { roles } : {});
  const head = async () =>
    (await asked.sandbox.messages(affiliateOps)).find(
      ({ thread_ts: thread, ts }) => thread === undefined || thread === ts,
    );
  const cancel = async (user: string) => {
    await asked.promptMessage();
    await asked.click("Cancel run", user, await head());
  };
  return { ...asked, head, cancel };
}

test("a canceled run says so everywhere, and who ended it", async () => {
  const asked = await opened();

  await asked.cancel(tomas);

  await vi.waitFor(async () => {
    const live = await asked.head();
    expect(wordsOf(live?.blocks)).toContain(`Canceled by @${tomas}.`);
    expect(wordsOf(live?.blocks)).not.toContain("Cancel run");
    expect(await asked.words()).toContain(`@${tomas} canceled the run`);
    expect((await asked.inThread()).at(-1)?.text).toBe("Canceled.");
  }, 5000);
  expect(await asked.labels()).toEqual([]);
  expect(await asked.runs()).toMatchObject([{ status: "canceled" }]);
});

test("who may not cancel is told who can, and the run goes on", async () => {
  const ops = { users: [maya], groups: [], channels: [], may: ["cancel" as const], runbooks: [] };
  const asked = await opened(new Map([["ops", ops]]));

  await asked.cancel(tomas);

  expect((await asked.toldAlone(tomas))[0]?.text).toContain(`Ask ops (<@${maya}>)`);
  expect(await asked.audited()).toEqual([`${tomas} access.refused`]);
  expect(await asked.runs()).toMatchObject([{ status: "running" }]);
});

test("a run that is over is not canceled any more", async () => {
  const asked = await opened();
  const live = await asked.head();
  await store().db.updateTable("run").set({ status: "finished" }).execute();

  await asked.click("Cancel run", maya, live);

  expect((await asked.toldAlone(maya))[0]?.text).toContain("This run is over already.");
});
