import { expect, test, vi } from "vitest";

import { ledgerOf } from "#evidence/ledger.ts";
import type { Said } from "#runs/people.ts";
import approve from "#steps/approve.ts";
import { worldOf } from "../steps/worlds.ts";
import { engineForEach } from "./engine.ts";

const engine = engineForEach();
const settings = approve.settings.parse({ text: "Approve it.", role: "finance", needed: 2 });
const work = () => engine.work(({ input }) => approve.run(settings, input, worldOf({})));
const picture = {
  kind: "screenshot",
  title: "The page",
  file: "page.png",
  sha256: "aa",
  bytes: 1,
  actor: "U3",
  permalink: null,
  words: {},
} as const;

function answer(runId: string, said: Partial<Said>): Promise<boolean> {
  const whole: Said = { action: "approve", by: "U2", value: null, reason: null, ...said };
  return engine.open.transaction(async (trx) => {
    if (!engine.runs) throw new Error("no engine is at work");
    return engine.runs.people.answer(trx, { runId, position: 0 }, whole);
  });
}

/** Waits until the step says this on its card. */
function said(runId: string, summary: string): Promise<void> {
  return vi.waitFor(
    async () => {
      const steps = engine.open.db.selectFrom("run_step").select("pause");
      const { pause } = await steps.where("run_id", "=", runId).executeTakeFirstOrThrow();
      expect(pause?.summary).toBe(summary);
    },
    { timeout: 20_000 },
  );
}

test("approvals outlive the process, evidence voids them, and each click is in the ledger", async () => {
  await work();
  const id = await engine.begin(1);
  await said(id, "Waits for finance: 0 of 2 approved");
  expect(await answer(id, { by: "U1" })).toBe(true);
  expect(await answer(id, {})).toBe(true);
  expect(await answer(id, {})).toBe(true);
  await said(id, "Waits for finance: 1 of 2 approved");

  await engine.runs?.stop(0);
  await work();
  await engine.open.transaction(async (trx) => {
    await engine.runs?.people.addEvidence(trx, id, [picture]);
  });
  await said(
    id,
    "Waits for finance: 0 of 2 approved; 1 approval is void, because evidence was added since",
  );
  await answer(id, { by: "U3" });
  await said(
    id,
    "Waits for finance: 1 of 2 approved; 1 approval is void, because evidence was added since",
  );
  await answer(id, {});

  expect(await engine.ended(id)).toMatchObject({ status: "finished", steps: ["complete"] });
  const kinds = (await ledgerOf(engine.open.db, id)).map(({ kind, actor }) => `${kind} ${actor}`);
  expect(kinds).toEqual([
    "instant U1",
    "approval U1",
    "approval U2",
    "approval U2",
    "screenshot U3",
    "approval U3",
    "approval U2",
  ]);
  expect(await answer(id, { by: "U4" })).toBe(false);
});

test("two people who click in the same moment are both counted", async () => {
  await work();
  const id = await engine.begin(1);
  await said(id, "Waits for finance: 0 of 2 approved");

  await Promise.all([answer(id, { by: "U2" }), answer(id, { by: "U3" })]);

  expect(await engine.ended(id)).toMatchObject({ status: "finished", steps: ["complete"] });
});

test("a skipped step lets the run go on, with its reason", async () => {
  await work();
  const id = await engine.begin(1);
  await said(id, "Waits for finance: 0 of 2 approved");

  await answer(id, { action: "skip", reason: "paid by hand" });

  expect(await engine.ended(id)).toMatchObject({ status: "finished", steps: ["skipped"] });
});
