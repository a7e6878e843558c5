import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";

import { SourceError, UsageError } from "#errors.ts";
import { capture } from "#exports/capture.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { findFilesFrom } from "#exports/find-files.ts";
import { contextHash } from "#model/filter-context.ts";
import { defineSource } from "#source.ts";
import type { SourceKind } from "#source.ts";
import files from "#sources/files.ts";
import { at, context, lines, scratchFolder } from "./reading.ts";

async function folderOf(exports: Readonly<Record<string, string>>) {
  const folder = await scratchFolder();
  await mkdir(join(folder, "exports"));
  for (const [name, text] of Object.entries(exports)) {
    await writeFile(join(folder, "exports", name), text);
  }
  const artifacts = await openDiskArtifacts(join(folder, "artifacts"));
  const source = { find: findFilesFrom(folder), fetch, signal: AbortSignal.timeout(30_000) };
  const settings = files.settings.parse({
    path: "./exports",
    timezone: "UTC",
    datasets: { payouts: { files: "payouts*" } },
  });
  const acme = { id: "acme", kind: files as SourceKind, settings };
  return {
    folder,
    world: { artifacts, source },
    request: { source: acme, dataset: "payouts", context, at } as const,
  };
}

const name = "acme_payouts_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261105t101500250z";
const text = lines("payout_id,status,amount,currency", "po_1,sent,1,USD");

test("a file is kept byte for byte under its name, and the capture says what it is", async () => {
  const { folder, world, request } = await folderOf({ "payouts.csv": text, "other.csv": "x" });

  const captured = await capture(world, request);

  expect(captured).toEqual({
    name,
    source: "acme",
    dataset: "payouts",
    context,
    context_sha256: contextHash(context),
    captured_at: "2026-11-05T05:15:00.250-05:00",
    parts: [
      {
        file: `${name}.csv`,
        original: "payouts.csv",
        bytes: text.length,
        sha256: createHash("sha256").update(text).digest("hex"),
      },
    ],
  });
  expect(await readFile(join(folder, "artifacts", `${name}.csv`), "utf8")).toBe(text);
});

test("a status the dataset does not know is refused with those it does", async () => {
  const { folder, world, request } = await folderOf({ "payouts.csv": text });
  const asked = (status: string) =>
    capture(world, { ...request, context: { ...context, statuses: ["sent", status] } });

  await expect(asked("complete")).rejects.toBeInstanceOf(UsageError);
  await expect(asked("complete")).rejects.toThrow(
    '"complete" is not a status of payouts. Did you mean completed? It has pending, processing, sent, completed, failed, canceled.',
  );
  await expect(asked("bogus")).rejects.toThrow(
    '"bogus" is not a status of payouts. It has pending,',
  );
  expect(await readdir(join(folder, "artifacts"))).toEqual([".incoming"]);
  expect((await asked("completed")).unfiltered).toBe(true);
});

test("several files are numbered in the order of their names, by content and not by extension", async () => {
  const { world, request } = await folderOf({
    "payouts-b.txt": text,
    "payouts-a.csv": `[{"payout_id":1}]`,
  });

  const { parts } = await capture(world, request);

  expect(parts.map(({ original, file }) => [original, file.slice(name.length)])).toEqual([
    ["payouts-a.csv", "_part-1.json"],
    ["payouts-b.txt", "_part-2.csv"],
  ]);
});

test("done again after a kill it is the same capture; after a change it stands beside it", async () => {
  const { folder, world, request } = await folderOf({ "payouts.csv": text });

  const first = await capture(world, request);
  const again = await capture(world, request);
  await writeFile(join(folder, "exports", "payouts.csv"), `${text}more`);
  const changed = await capture(world, request);

  expect(again).toEqual(first);
  expect(changed.parts[0]?.file).toBe(`${name}-2.csv`);
});

test("when one file cannot be kept none is", async () => {
  const { folder, world, request } = await folderOf({ "payouts-1.csv": text, "payouts-2.csv": "" });

  await expect(capture(world, request)).rejects.toThrow("payouts-2.csv is empty");

  expect(await readdir(join(folder, "artifacts"))).toEqual([".incoming"]);
  expect(await readdir(join(folder, "artifacts", ".incoming"))).toEqual([]);
});

test("what a platform streams is kept as it comes, and its failure is told", async () => {
  const { world, request } = await folderOf({});
  const server = createServer((asked, response) => {
    if (asked.url === "/broken") response.socket?.destroy();
    else if (asked.url === "/half") response.write(text, () => response.socket?.destroy());
    else response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const platform = defineSource<{ path: string }>({
    title: "A platform",
    settings: z.strictObject({ path: z.string() }),
    datasets: () => ["payouts"],
    layout: () => ({ timezone: "UTC", columns: {}, statuses: {}, amounts: "decimal" }),
    async *fetch(_request, { path }, given) {
      const response = await given.fetch(`http://127.0.0.1:${port}/${path}`);
      if (response.body) yield { name: "payouts", stream: response.body };
    },
  });
  const from = (path: string) => ({
    ...request,
    source: { id: "far", kind: platform as SourceKind, settings: { path } },
  });

  const { parts } = await capture(world, from("payouts"));

  expect(parts).toMatchObject([{ original: "payouts", bytes: text.length }]);
  const narrowed = { ...from("payouts"), context: { ...context, partner: "prt_003" } };
  expect(await capture(world, narrowed)).not.toHaveProperty("unfiltered");
  for (const path of ["broken", "half"]) {
    const failure: unknown = await capture(world, from(path)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceError);
    expect((failure as SourceError).message).toContain("far could not be reached for payouts (");
  }
});

test("where every status is wanted, none is asked for, and the export says that it holds more", async () => {
  const { world, request } = await folderOf({});
  const asked: unknown[] = [];
  const platform = defineSource<object>({
    title: "A platform",
    settings: z.strictObject({}),
    datasets: () => ["payouts"],
    layout: () => ({ timezone: "UTC", columns: {}, statuses: {}, amounts: "decimal" }),
    async *fetch({ context: { statuses } }) {
      asked.push(statuses);
      yield { name: "payouts", stream: new Blob([text]).stream() };
    },
  });
  const source = { id: "far", kind: platform as SourceKind, settings: {} };
  const approved = { ...context, statuses: ["approved"] };

  const captured = await capture(world, {
    ...request,
    source,
    context: approved,
    everyStatus: true,
  });

  expect(asked).toEqual([null]);
  expect(captured).toMatchObject({ context: approved, unfiltered: true });
  const whole = await capture(world, { ...request, source, everyStatus: true });
  expect(whole).not.toHaveProperty("unfiltered");
});
