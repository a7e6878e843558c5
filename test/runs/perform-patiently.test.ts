import { expect, test } from "vitest";

import { IncomparableError, SourceError, UsageError } from "#errors.ts";
import { performPatiently } from "#runs/perform-patiently.ts";
import { inputOf } from "../steps/worlds.ts";
import { performerOf } from "./fixtures.ts";

const step = { id: "payouts", title: "Export", kind: "collect", dataset: "payouts" };
const { signal } = new AbortController();

async function tried(fault: Error, optional: boolean) {
  let tries = 0;
  const performer = performerOf(async () => {
    tries += 1;
    throw fault;
  });
  const performance = { step: { ...step, optional }, input: inputOf(), signal };
  const ended = await performPatiently(performer, performance, [0, 0]).catch((thrown: unknown) =>
    thrown === fault ? "thrown" : thrown,
  );
  return { tries, ended };
}

const unavailable = (sentence: string) => ({
  status: "attention",
  summary: `Not available: ${sentence}`,
  report: [],
  evidence: [],
});

test("an optional step is tried again as long as any, and then told as not available", async () => {
  const error = new SourceError("acme does not answer.");

  expect(await tried(error, true)).toEqual({ tries: 3, ended: unavailable(error.message) });
  expect(await tried(error, false)).toEqual({ tries: 3, ended: "thrown" });
});

test("what cannot be read is not tried again, and a fault of ours is never told as theirs", async () => {
  const error = new UsageError("payouts.csv is empty.");

  expect(await tried(error, true)).toEqual({ tries: 1, ended: unavailable(error.message) });
  expect(await tried(error, false)).toEqual({ tries: 1, ended: "thrown" });
  expect(await tried(new Error("a bug"), true)).toEqual({ tries: 1, ended: "thrown" });
  const unlike = new IncomparableError("It differs in timezone.", ["timezone"]);
  expect(await tried(unlike, true)).toEqual({ tries: 1, ended: "thrown" });
});
