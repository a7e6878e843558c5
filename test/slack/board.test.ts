import { DateTime } from "luxon";
import { expect, test, vi } from "vitest";

import { mark } from "#cadence/snoozes.ts";
import { maya } from "../sandbox/open-sandbox.ts";
import { judged } from "./example-digest.ts";
import { openDigest } from "./open-digest.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const stuck = judged("stuck-payouts", { outcome: "fail", text: "3 payouts are stuck." });

async function homeOf(opened: Awaited<ReturnType<typeof openDigest>>) {
  await opened.sandbox.person("/box/home", { user: maya });
  return vi.waitFor(async () => {
    const home = (await opened.sandbox.state()).homes.find(({ user }) => user === maya);
    if (!home) throw new Error("no Home yet");
    return home.view;
  }, 5000);
}

test("the board has the last outcome of each check, linked to its digest; one that is gone, or judged for that program no more, is not on it", async () => {
  const gone = [
    judged("gone", { outcome: "fail" }),
    judged("stuck-payouts", { outcome: "fail", program: "prg_gone", text: "It has ended." }),
  ];
  const opened = await openDigest(store(), [stuck, ...gone]);
  const { ts } = await opened.message("3 payouts are stuck.");

  const { blocks } = await homeOf(opened);

  expect(wordsOf(blocks)).toContain("Checks (1)");
  expect(JSON.stringify(blocks)).toContain(`/p${ts.replace(".", "")}`);
  expect(JSON.stringify(blocks)).toContain(", 2026-10-13: 3 payouts are stuck.");
  expect(JSON.stringify(blocks)).not.toMatch(/Gone|It has ended/);
});

test("what is snoozed needs no look, and says until when and by whom", async () => {
  const opened = await openDigest(store(), [stuck]);
  await opened.message("3 payouts are stuck.");
  const until = DateTime.utc().plus({ days: 3 });
  await store().transaction((trx) =>
    mark(trx, stuck, {
      kind: "snooze",
      by: maya,
      at: new Date(),
      occurrence_id: opened.id,
      until: until.toJSDate(),
    }),
  );

  const words = wordsOf((await homeOf(opened)).blocks);

  expect(words).toContain("Nothing needs a look.");
  expect(words).toContain(`snoozed by @${maya}`);
});

test("before anything was checked the board says so, and offers to", async () => {
  const opened = await openDigest(store(), []);

  const words = wordsOf((await homeOf(opened)).blocks);

  expect(words).toContain("Nothing has been checked yet.");
  expect(words).toContain("Run checks");
});
