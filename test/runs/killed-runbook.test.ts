import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { writeDemo } from "#sandbox/demo/index.ts";
import { goOn, goOnKilled } from "../../bench/killed-run.ts";

test("a runbook killed while it compares, while it asks, and between an answer and what comes of it, ends in the same package", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "countercheck-killed-"));
  onTestFinished(() => rm(temporary, { recursive: true, force: true }));
  const folder = join(temporary, "demo");
  await writeDemo({ folder, month: "2026-10" });
  const runbook = "customer-count-mismatch";
  const peace = await goOn({ folder, data: join(temporary, "peace"), runbook });
  const { boundaries = [] } = peace ?? {};
  const asking = boundaries.findIndex((boundary) => boundary.endsWith("+answer"));

  const [comparing = "", confirming = "", answered = ""] = [
    boundaries.find((boundary) => /^ccrp+$/.test(boundary)),
    boundaries[asking - 1],
    boundaries[asking],
  ];
  expect(comparing).not.toBe("");
  expect(confirming).toMatch(/^[ca]+wp+$/);
  const stops = [
    `before:${comparing}`,
    `after:${confirming}`,
    `before:${answered}`,
    `after:${answered}`,
  ];
  const run = { folder, data: join(temporary, "killed"), runbook };
  const { kills, ended } = await goOnKilled(run, stops);

  expect(kills).toBe(stops.length);
  expect([ended?.status, ended?.root]).toEqual([peace?.status, peace?.root]);
}, 240_000);
