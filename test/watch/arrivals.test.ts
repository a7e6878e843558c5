import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";

import { loadConfig } from "#config.ts";
import type { Config } from "#config.ts";
import { arrivalsOf } from "#watch/arrivals.ts";

let folder = "";
let config: Config;
const now = DateTime.utc().startOf("second");
const newest = now.minus({ hours: 5 });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-arrivals-"));
  await mkdir(join(folder, "exports"));
  // One every quarter of an hour for six weeks, until five hours ago.
  const rows = Array.from({ length: 6 * 7 * 96 }, (_, index) => {
    const at = newest.minus({ minutes: 15 * index }).toISO({ suppressMilliseconds: true });
    return `cv_${index},${at},approved,10.00,USD,${index % 4 === 0 ? "p_one" : "p_two"}`;
  });
  const head = "conversion_id,occurred_at,status,amount,currency,program_id";
  await writeFile(join(folder, "exports", "conversions.csv"), [head, ...rows, ""].join("\n"));
  const at = (when: DateTime): string => when.toISO({ suppressMilliseconds: true }) ?? "";
  const marked = [
    ...rows.map((row) => `${row},o_1`),
    `cv_x,${at(now.plus({ days: 1 }))},approved,10.00,USD,p_one,o_2`,
    `cv_y,${at(now.minus({ hours: 1 }))},approved,0.01,USD,p_one,CANARY-20261121020000000`,
  ];
  await writeFile(
    join(folder, "exports", "marked.csv"),
    [`${head},order_id`, ...marked, ""].join("\n"),
  );
  const settings = `timezone: America/New_York
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { conversions: { files: 'c*.csv' } } }
`;
  await writeFile(join(folder, "countercheck.yml"), settings);
  await writeFile(join(folder, "marked.yml"), settings.replace("c*.csv", "m*.csv"));
  config = await loadConfig(join(folder, "countercheck.yml"));
});
afterAll(() => rm(folder, { recursive: true }));

const arrivals = (
  dataset: string,
  scope: Record<string, string> = {},
  source: string | null = "acme",
  of: Config = config,
) =>
  arrivalsOf(
    source,
    { dataset, scope },
    {
      config: of,
      scratchFolder: join(folder, "scratch"),
      signal: new AbortController().signal,
    },
  );

test("the newest record, those of a day and what was to be expected since are read from an export", async () => {
  const seen = await arrivals("conversions", {}, null);

  expect(seen.newestAt).toBe(newest.toISO({ suppressMilliseconds: true }));
  expect(seen.recent).toBe(19 * 4);
  // Four an hour for five hours, and the moments that the test itself takes.
  expect(seen.expectedSince).toBeGreaterThanOrEqual(20);
  expect(seen.expectedSince).toBeLessThan(21);
});

test("neither a record of the future nor a canary ends a silence", async () => {
  const seen = await arrivals(
    "conversions",
    {},
    "acme",
    await loadConfig(join(folder, "marked.yml")),
  );

  expect(seen.newestAt).toBe(now.plus({ days: 1 }).toISO({ suppressMilliseconds: true }));
  expect(seen.heardAt).toBe(newest.toISO({ suppressMilliseconds: true }));
  expect(seen.expectedSince).toBeGreaterThanOrEqual(20);
});

test("a scope narrows them", async () => {
  expect((await arrivals("conversions", { program: "p_one" })).recent).toBe(19);
  expect(await arrivals("conversions", { program: "lost" })).toEqual({
    newestAt: null,
    heardAt: null,
    recent: 0,
    expectedSince: null,
  });
});

test("nothing of the export is left behind", async () => {
  await arrivals("conversions");

  expect(await readdir(join(folder, "scratch"))).toEqual([]);
});

test("a source that is not there, or does not export it, says so", async () => {
  await expect(arrivals("conversions", {}, "lost")).rejects.toThrow("source, one of acme");
  await expect(arrivals("payouts")).rejects.toThrow("acme does not export payouts");
});
