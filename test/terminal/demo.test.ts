import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

const write = (...words: string[]) => type(folder, "demo", "--month=2026-01", ...words);

test.concurrent("the demo is written and says what to try, with --json which files there are", async () => {
  const [read, document] = await Promise.all([
    write("--out=first"),
    write("--out=second", "--json"),
  ]);

  expect([read.status, document.status]).toEqual([0, 0]);
  expect(read.output).toContain("runbook run payout-mismatch --config first/countercheck.yml");
  expect(read.output).toContain(
    "check run monthly --config first/countercheck.yml --window 2026-01",
  );
  const { config, files } = JSON.parse(document.output) as { config: string; files: string[] };
  expect(config).toBe("second/countercheck.yml");
  expect(files).toContain("second/rates.csv");
});

test.concurrent.each([
  [["--out=match"], ["out"], "is not empty and holds no demo"],
  [["--out=third", "--month=January"], ["month"], "is not a closed month"],
  [[], [], "required option '--out <dir>' not specified"],
] as const)("demo %j is refused: fields %j, %s", async (words, fields, sentence) => {
  const { status, output, said } = await write(...words, "--json");

  const message = expect.stringContaining(sentence) as string;
  expect(status).toBe(2);
  expect(JSON.parse(output)).toEqual({ error: { fault: "usage", fields, message } });
  expect(said).toContain(sentence);
});
