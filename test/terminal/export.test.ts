import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

const ask = (...words: string[]) => type(folder, "export", ...words, "--window=2026-01");

test.concurrent("an export prints its hashed parts, with --json its manifest", async () => {
  const [read, manifest] = await Promise.all([
    ask("payouts", "--config=match.yml"),
    ask("payouts", "--config=match.yml", "--json", "--data=other"),
  ]);

  expect([read.status, manifest.status]).toEqual([0, 0]);
  expect(read.output).toMatch(
    /^payouts: 1 record\n {2}[0-9a-f]{64} {2}data\/artifacts\/acme_payouts/,
  );
  const { dataset, rows, parts } = JSON.parse(manifest.output) as Record<string, unknown>;
  expect({ dataset, rows }).toEqual({ dataset: "payouts", rows: 1 });
  expect(parts).toMatchObject([{ original: "payouts.csv" }]);
});

test.concurrent("an export is in the audit log, by its name", async () => {
  const { output } = await ask("payouts", "--config=match.yml", "--data=logged", "--json");
  const audited = await type(folder, "audit", "--data=logged", "--json");

  const { name } = JSON.parse(output) as { name: string };
  expect(JSON.parse(audited.output)).toMatchObject([
    { actor: "command line", action: "export", run: null, detail: { export: name } },
  ]);
});

type Refused = [words: string[], status: number, fault: string, fields: string[], sentence: string];

test.concurrent.each<Refused>([
  [["payout"], 2, "usage", ["dataset"], "Did you mean payouts?"],
  [["payouts", "--config=wrong.yml"], 2, "config", [], "Did you mean currency?"],
  [["payouts", "--config=match.yml", "--status="], 2, "usage", ["status"], "all statuses"],
  [["payouts", "--windo=2026-01"], 2, "usage", [], "unknown option '--windo=2026-01'"],
])("%j ends with %i: one document says the %s %j: %s", async (words, ...expected) => {
  const [status, fault, fields, sentence] = expected;

  const ended = await ask(...words, "--json");

  const message = expect.stringContaining(sentence) as string;
  expect(ended.status).toBe(status);
  expect(JSON.parse(ended.output)).toEqual({ error: { fault, fields, message } });
  expect(ended.said).toContain(sentence);
  expect(ended.said).not.toMatch(/^\s+at /m);
});

test.concurrent("a fault of our own says so, and is to be reported", async () => {
  const ended = await ask("payouts", "--config=match.yml", "--data=broken", "--json");

  expect(ended.status).toBe(4);
  expect(JSON.parse(ended.output)).toMatchObject({ error: { fault: "ours", fields: [] } });
  expect(ended.said).toContain("a fault of Countercheck, not of your data. Please report it");
});
