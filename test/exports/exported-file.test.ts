import { appendFile, cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { readExported } from "#exports/exported-file.ts";
import { manifestName } from "#exports/naming.ts";
import { lines, read } from "./reading.ts";

const row = (id: string) => `${id},paid,1.00,USD,2026-10-05T10:00:00Z`;
const rows = (...ids: string[]) =>
  lines("commission_id,status,amount,currency,created_at", ...ids.map(row));

/** An export as it lies in the artifact store: its folder, its files and its manifest. */
async function kept(files: Readonly<Record<string, string>> = { "a.csv": rows("cm_1") }) {
  const { folder, manifest } = await read({ files });
  const parts = manifest.parts.map(({ file }) => join(folder, file));
  return {
    folder,
    parts,
    first: parts[0] ?? "",
    manifest: join(folder, manifestName(manifest.name)),
  };
}

async function refusalOf(path: string): Promise<UsageError> {
  const found = await readExported(path).catch((error: unknown) => error);
  if (found instanceof UsageError) return found;
  throw new Error("it was not refused", { cause: found });
}

test("an export is known by any of its files, and by its manifest", async () => {
  const { parts, manifest } = await kept({ "a.csv": rows("cm_1"), "b.csv": rows("cm_2") });

  expect(parts).toHaveLength(2);
  for (const path of [...parts, manifest]) {
    const { capture } = await readExported(path);
    expect(capture).toMatchObject({ name: path, dataset: "commissions", rows: 2 });
    expect(capture.parts.map(({ file }) => file)).toEqual(parts);
  }
});

test("a file that was renamed with its manifest is still itself", async () => {
  const { folder, first, manifest } = await kept();
  await rename(first, join(folder, "october.csv"));
  await rename(manifest, join(folder, "october.manifest.json"));

  const { capture } = await readExported(join(folder, "october.csv"));

  expect(capture.rows).toBe(1);
});

test("bytes that were altered are refused, in any file of the export", async () => {
  const { parts, manifest } = await kept({ "a.csv": rows("cm_1"), "b.csv": rows("cm_2") });
  await appendFile(parts[1] ?? "", `${row("cm_3")}\n`);

  for (const path of [parts[0] ?? "", manifest]) {
    const { fields, message } = await refusalOf(path);
    expect(fields).toEqual(["sha256"]);
    expect(message).toMatch(/is not what was captured: its SHA-256 was [0-9a-f]{64}, is/);
  }
});

test.each<[string, (text: string) => string]>([
  ["The filter context in", (text) => text.replace("America/New_York", "UTC")],
  ["is no manifest (parts:", (text) => text.replace('"parts"', '"pieces"')],
  ["is no manifest (layout.amounts:", (text) => text.replace('"decimal"', '"octal"')],
  ["is no manifest (: ", (text) => text.slice(0, 100)],
])("a manifest that was altered is refused: %s", async (sentence, alter) => {
  const { first, manifest } = await kept();
  await writeFile(manifest, alter(await readFile(manifest, "utf8")));

  expect(await refusalOf(first)).toMatchObject({
    fields: ["sha256"],
    message: expect.stringContaining(sentence) as string,
  });
});

test("a file without its manifest, and one that is not there, are refused by name", async () => {
  const { folder, first, manifest } = await kept();
  await cp(first, join(folder, "other.csv"));
  await rm(manifest);

  expect((await refusalOf(first)).message).toContain(".manifest.json beside it");
  expect((await refusalOf(join(folder, "other.csv"))).message).toContain(
    "has no other.manifest.json beside it",
  );
  expect((await refusalOf(join(folder, "gone", "a.csv"))).message).toContain("does not exist");
});
