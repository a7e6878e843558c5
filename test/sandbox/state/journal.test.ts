import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ConfigError } from "#errors.ts";
import { Journal } from "#sandbox/state/journal.ts";
import { temporaryFolder } from "../open-sandbox.ts";

test("replays what was appended, oldest first", async () => {
  const path = join(await temporaryFolder(), "journal.jsonl");
  const journal = Journal.open<string>(path, () => {});
  journal.append("one");
  journal.append("zwei – €");
  journal.close();

  expect(replayed(path)).toEqual(["one", "zwei – €"]);
});

test("drops a torn last line, and appends after it as if it had never been", async () => {
  const path = join(await temporaryFolder(), "journal.jsonl");
  const journal = Journal.open<string>(path, () => {});
  journal.append("whole");
  journal.close();
  await appendFile(path, '"tor');

  const again = Journal.open<string>(path, () => {});
  again.append("next");
  again.close();

  expect(replayed(path)).toEqual(["whole", "next"]);
  expect(await readFile(path, "utf8")).toBe('"whole"\n"next"\n');
});

function replayed(path: string): string[] {
  const entries: string[] = [];
  Journal.open<string>(path, (entry) => entries.push(entry)).close();
  return entries;
}

test("rewritten entries stand alone, and the next ones follow them", async () => {
  const path = join(await temporaryFolder(), "journal.jsonl");
  const journal = Journal.open<string>(path, () => {});
  for (const entry of ["a", "b", "c"]) journal.append(entry);

  journal.rewrite(["abc"]);
  journal.append("d");
  journal.close();

  expect(replayed(path)).toEqual(["abc", "d"]);
});

test("a spoiled line is named, with what to do", async () => {
  const path = join(await temporaryFolder(), "journal.jsonl");
  await appendFile(path, '"fine"\nspoiled\n"fine"\n');

  expect(() => replayed(path)).toThrow(ConfigError);
  expect(() => replayed(path)).toThrow(`${path}:2 is not a line of the workspace's journal.`);
});
