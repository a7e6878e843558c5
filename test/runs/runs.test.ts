import { sql } from "kysely";
import { expect, test } from "vitest";

import { SourceError } from "#errors.ts";
import { engineForEach } from "./engine.ts";
import { allStates, outcomeOf, requestOf } from "./fixtures.ts";

const engine = engineForEach();

test("steps are done in order, each sees those before it, and each state is told once", async () => {
  const seen: string[] = [];
  await engine.work(async ({ step, input }) => {
    seen.push(`${step.id}: ${Object.keys(input.outcomes).join(" ")}`);
    return outcomeOf("done");
  });

  const id = await engine.begin(3);

  expect(await engine.ended(id)).toEqual({
    status: "finished",
    verdict: null,
    failure: null,
    steps: ["complete", "complete", "complete"],
  });
  expect(seen).toEqual(["s0: ", "s1: s0", "s2: s0 s1"]);
  expect(await engine.announced(id)).toEqual(allStates(3));
  expect(engine.released).toEqual([id]);
});

test("the verdict is the last comparison's", async () => {
  const side = { amount: "10.00", currency: "USD", rows: 1 };
  const explanation = {
    expected: side,
    actual: side,
    gap: "0.00",
    causes: [],
    unexplained: "0.00",
    findings: [],
  };
  await engine.work(async ({ step }) =>
    step.id === "s0" ? { ...outcomeOf("compared"), explanation } : outcomeOf("done"),
  );

  expect(await engine.ended(await engine.begin(2))).toMatchObject({
    status: "finished",
    verdict: "match",
  });
});

test("a run whose transaction is rolled back never was", async () => {
  await engine.work(async () => outcomeOf("done"));
  const failing = engine.open.transaction(async (trx) => {
    await engine.runs?.start(trx, requestOf(1));
    throw new Error("no");
  });

  await expect(failing).rejects.toThrow("no");
  expect(await engine.open.db.selectFrom("run").selectAll().execute()).toEqual([]);
  expect(await engine.open.jobs.fetch("run-step")).toEqual([]);
});

test("stopping lets a step under way finish", async () => {
  const started = Promise.withResolvers<void>();
  const go = Promise.withResolvers<void>();
  await engine.work(async () => {
    started.resolve();
    await go.promise;
    return outcomeOf("done");
  });
  const id = await engine.begin(1);
  await started.promise;

  const stopped = engine.runs?.stop(20_000);
  go.resolve();
  await stopped;

  expect(await engine.row(id)).toMatchObject({ status: "finished" });
});

test("a step abandoned at stop leaves nothing behind and is done again by the next start", async () => {
  const started = Promise.withResolvers<string>();
  await engine.work(async ({ input, signal }) => {
    started.resolve(input.startedAt);
    await new Promise((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(new SourceError("broken off")));
    });
    return outcomeOf("never");
  });
  const id = await engine.begin(1);
  const startedAt = await started.promise;
  await engine.runs?.stop(0);
  expect(await engine.row(id)).toMatchObject({ status: "running", failure: null });

  const again: string[] = [];
  await engine.work(async ({ input }) => {
    again.push(input.startedAt);
    return outcomeOf("done");
  });

  expect(await engine.ended(id)).toMatchObject({ status: "finished", steps: ["complete"] });
  expect(again).toEqual([startedAt]);
  expect(await engine.announced(id)).toEqual(allStates(1));
});

test("a run whose job is gone goes on at the next start", async () => {
  await engine.work(async () => outcomeOf("done"));
  await engine.runs?.stop();
  const id = await engine.begin(2);
  await engine.open.jobs.deleteAllJobs("run-step");

  await engine.work(async () => outcomeOf("done"));

  expect(await engine.ended(id)).toMatchObject({ status: "finished" });
});

test("a step that was killed ten times is not tried again", async () => {
  await engine.work(async () => outcomeOf("never"));
  await engine.runs?.stop();
  const id = await engine.begin(2);
  await sql`UPDATE pgboss.job SET retry_count = 10`.execute(engine.open.db);
  const asked: string[] = [];

  await engine.work(async ({ step }) => {
    asked.push(step.id);
    return outcomeOf("done");
  });

  expect(await engine.ended(id)).toMatchObject({
    status: "failed",
    failure: expect.stringContaining("the process stopped 10 times in this step"),
    steps: ["failed", "skipped"],
  });
  expect(asked).toEqual([]);
});

test("a run that cannot be told of ends all the same", async () => {
  await engine.work(async () => outcomeOf("done"));
  await engine.runs?.stop();
  const id = await engine.begin(1);
  await sql`UPDATE pgboss.job SET retry_count = 10`.execute(engine.open.db);

  await engine.work(async () => outcomeOf("done"), {
    changed: async (trx) => void (await sql`SELECT 1 / 0`.execute(trx)),
  });

  expect(await engine.ended(id)).toMatchObject({ status: "failed", steps: ["failed"] });
});

test("a step that waits for what has passed is looked at again, but not at once", async () => {
  let times = 0;
  await engine.work(async () => {
    times += 1;
    if (times === 2) return outcomeOf("done");
    const until = "2020-01-01T00:00:00.000Z";
    return { status: "waiting", summary: "Waits", prompt: null, until, memory: null };
  });

  const id = await engine.begin(1);

  expect(await engine.ended(id)).toMatchObject({ failure: null, steps: ["complete"] });
  const jobs = await engine.open.jobs.findJobs("run-step", {});
  const rests = jobs.map(({ startAfter, createdOn }) => startAfter.getTime() - createdOn.getTime());
  expect(rests.filter((rest) => rest > 500)).toHaveLength(1);
});
