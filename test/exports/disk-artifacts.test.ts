import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";

import { expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { scratchFolder } from "./reading.ts";

const sha256 = (data: string | Uint8Array): string =>
  createHash("sha256").update(data).digest("hex");

test("bytes are kept as they came, from a file, a stream or memory, with their hash", async () => {
  const folder = await scratchFolder();
  const bytes = randomBytes(3_000_000);
  await writeFile(join(folder, "given"), bytes, { mode: 0o444 });
  const artifacts = await openDiskArtifacts(join(folder, "kept"));
  async function* stream() {
    for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
  }

  const kept = [
    await artifacts.put("file.csv", { path: join(folder, "given") }),
    await artifacts.put("stream.csv", { stream: stream() }),
    await artifacts.put("text.json", { data: "größe" }),
  ];

  expect(kept).toEqual([
    { file: "file.csv", bytes: 3_000_000, sha256: sha256(bytes) },
    { file: "stream.csv", bytes: 3_000_000, sha256: sha256(bytes) },
    { file: "text.json", bytes: 7, sha256: sha256("größe") },
  ]);
  expect(await readFile(await artifacts.pathOf("file.csv"))).toEqual(bytes);
  expect(await readdir(join(folder, "kept", ".incoming"))).toEqual([]);
});

test("the same bytes under the same name are one artifact, other bytes never replace it", async () => {
  const artifacts = await openDiskArtifacts(await scratchFolder());
  const put = (data: string) => artifacts.put("a.manifest.json", { data });

  const files = [
    await put("one"),
    await put("one"),
    await put("two"),
    await put("two"),
    await put("six"),
    await put("one"),
  ];

  expect(files.map(({ file }) => file)).toEqual([
    "a.manifest.json",
    "a.manifest.json",
    "a-2.manifest.json",
    "a-2.manifest.json",
    "a-3.manifest.json",
    "a.manifest.json",
  ]);
  expect(await readFile(await artifacts.pathOf("a.manifest.json"), "utf8")).toBe("one");
});

test("many writers of one name each keep their bytes", async () => {
  const artifacts = await openDiskArtifacts(await scratchFolder());

  const kept = await Promise.all(
    Array.from({ length: 20 }, (_, index) => artifacts.put("a.txt", { data: `content ${index}` })),
  );

  expect(new Set(kept.map(({ file }) => file)).size).toBe(20);
  for (const [index, { file }] of kept.entries()) {
    expect(await readFile(await artifacts.pathOf(file), "utf8")).toBe(`content ${index}`);
  }
});

test("a stream that breaks leaves nothing behind", async () => {
  const folder = await scratchFolder();
  const artifacts = await openDiskArtifacts(folder);
  async function* breaking() {
    yield Buffer.from("half");
    await Promise.reject(new Error("connection lost"));
  }

  await expect(artifacts.put("a.csv", { stream: breaking() })).rejects.toThrow("connection lost");

  expect(await readdir(folder)).toEqual([".incoming"]);
  expect(await readdir(join(folder, ".incoming"))).toEqual([]);
});

test("what a killed process left half received goes after a day, what another is receiving stays", async () => {
  const folder = await scratchFolder();
  await mkdir(join(folder, ".incoming"));
  await writeFile(join(folder, ".incoming", "left"), "half");
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  await utimes(join(folder, ".incoming", "left"), yesterday, yesterday);
  await writeFile(join(folder, ".incoming", "arriving"), "half");
  await writeFile(join(folder, "kept.csv"), "whole");

  await openDiskArtifacts(folder);

  expect(await readdir(join(folder, ".incoming"))).toEqual(["arriving"]);
  expect(await readdir(folder)).toEqual([".incoming", "kept.csv"]);
});

test("a name that leaves the folder is refused, and one that is not kept is said to be so", async () => {
  const artifacts = await openDiskArtifacts(await scratchFolder());

  await expect(artifacts.put("../a.csv", { data: "x" })).rejects.toThrow("is not an artifact name");
  await expect(artifacts.pathOf(".incoming")).rejects.toThrow("is not an artifact name");
  await expect(artifacts.pathOf("none.csv")).rejects.toThrow("Nothing named none.csv is kept");
});

test("a large file is copied and hashed without holding up the event loop", async () => {
  const folder = await scratchFolder();
  await writeFile(join(folder, "large"), Buffer.alloc(200_000_000, "a line of text\n"));
  const artifacts = await openDiskArtifacts(join(folder, "kept"));
  const delay = monitorEventLoopDelay({ resolution: 5 });

  delay.enable();
  const { bytes } = await artifacts.put("large.csv", { path: join(folder, "large") });
  delay.disable();

  expect(bytes).toBe(200_000_000);
  expect(delay.percentile(90) / 1e6).toBeLessThan(50);
});

test.skipIf(process.getuid?.() === 0)("a folder that may not be written is named", async () => {
  const folder = await scratchFolder();
  const artifacts = await openDiskArtifacts(folder);
  await chmod(join(folder, ".incoming"), 0o555);

  const refused: unknown = await artifacts
    .put("a.csv", { data: "x" })
    .catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ConfigError);
  expect(String(refused)).toContain(`${folder} may not be read and written by this user`);
});
