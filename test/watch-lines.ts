import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach } from "vitest";

import { loadConfig } from "#config.ts";
import { ConfigError } from "#errors.ts";

const head = `timezone: America/New_York
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { commissions: { files: 'c*.csv' } } }
`;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-watch-"));
  process.env["TEST_SID"] = "IRabc";
  process.env["TEST_TOKEN"] = "tok_planted";
});
afterEach(() => {
  delete process.env["TEST_SID"];
  delete process.env["TEST_TOKEN"];
});

/** What a configuration with these lines says of looking. */
export async function watchOf(text: string) {
  const file = join(folder, "countercheck.yml");
  await writeFile(file, head + text);
  const { watch } = await loadConfig(file);
  return watch;
}

/** What is wrong with these lines, each with line and column. */
export async function problemsOf(text: string): Promise<string[]> {
  const refused: unknown = await watchOf(text).catch((error: unknown) => error);
  if (!(refused instanceof ConfigError)) throw new Error("the configuration was accepted");
  return refused.problems.map((problem) => problem.replace(/^.*countercheck\.yml:/, ""));
}

export const impact = `credentials:
  impact: { kind: basic, user: "\${TEST_SID}", password: "\${TEST_TOKEN}" }
`;
