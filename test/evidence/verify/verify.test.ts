import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";

import { UsageError } from "#errors.ts";
import { measured, zipBytes } from "#evidence/package/zip-writer.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { verifyPackage } from "#evidence/verify/verify.ts";
import { packed, sampleRun, written } from "../sample.ts";
import type { Sample } from "../sample.ts";

let sample: Sample;
let bytes: Buffer;
let path: string;

beforeEach(async () => {
  sample = await sampleRun();
  ({ bytes, path } = await packed(sample));
});
afterEach(() => rm(sample.folder, { recursive: true }));

let other: Measured;
beforeAll(async () => {
  other = await measured("other.json", { data: Buffer.from("{}") });
});

async function joined(manifest: Measured, files: readonly Measured[]): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of zipBytes(manifest, files)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** The files of a package, as any zip reader finds them. */
async function unpacked(zip: Buffer): Promise<Measured[]> {
  const files: Measured[] = [];
  const opened = await fromBufferPromise(zip);
  for await (const entry of opened.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await opened.openReadStreamPromise(entry))
      pieces.push(piece as Buffer);
    files.push(await measured(entry.fileName, { data: Buffer.concat(pieces) }));
  }
  return files;
}

async function problemOf(changed: Buffer) {
  const verified = await verifyPackage(await written(sample.folder, changed));
  return verified.ok ? null : verified.problem;
}

test("a package verifies from its bytes alone, and says its root", async () => {
  const verified = await verifyPackage(path);

  expect(verified).toMatchObject({
    ok: true,
    masked: 0,
    manifest: { root: expect.any(String), chain: sample.record.ledger.at(-1)?.hash },
  });
});

test("a package of other evidence is told by the root hash said in the thread", async () => {
  const verified = await verifyPackage(path, { root: "a".repeat(64) });

  expect(verified).toMatchObject({ ok: false, problem: { kind: "other" } });
});

test("every byte of a package is guarded: whichever is flipped, it is found and the place is said", async () => {
  const target = join(sample.folder, "flipped.zip");
  const missed: number[] = [];
  const silent: number[] = [];
  const step = Math.max(1, Math.floor(bytes.length / 3000));
  const isMiddle = (at: number): boolean => at > 600 && at < bytes.length - 1500;
  for (let at = 0; at < bytes.length; at += isMiddle(at) ? step : 1) {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
    await writeFile(target, flipped);
    const verified = await verifyPackage(target);
    if (verified.ok) missed.push(at);
    else if (!/altered|added|removed|moved/.test(verified.problem.sentence)) silent.push(at);
  }

  expect({ missed, silent }).toEqual({ missed: [], silent: [] });
}, 120_000);

describe("what was done to a package is said", () => {
  /** Where the file's own bytes stand. */
  const contentOf = (name: string): number => {
    const signature = Buffer.from("PK\u0003\u0004");
    for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
      if (bytes.subarray(at - 30, at - 26).equals(signature)) return at + name.length;
    }
    throw new Error(`${name} is not packed`);
  };

  test("a file was altered", async () => {
    const changed = Buffer.from(bytes);
    changed.write("9", contentOf("files/commissions.csv") + 26);

    expect(await problemOf(changed)).toEqual({
      kind: "altered",
      item: "files/commissions.csv",
      sentence: "files/commissions.csv was altered.",
    });
  });

  test("a zip header was altered", async () => {
    const changed = Buffer.from(bytes);
    const at = contentOf("files/gap.png") - "files/gap.png".length - 30 + 10;
    changed[at] = 1;

    expect(await problemOf(changed)).toMatchObject({ kind: "damaged", item: "files/gap.png" });
  });

  test("an item's words were altered", async () => {
    const changed = Buffer.from(bytes);
    changed.write("October 2025", bytes.indexOf("October 2026"));

    expect(await problemOf(changed)).toMatchObject({
      kind: "altered",
      item: "item 2 (screen.png)",
    });
  });

  test("something was added at the end, or the end is gone", async () => {
    const longer = await problemOf(Buffer.concat([bytes, Buffer.from("x")]));
    const shorter = await problemOf(bytes.subarray(0, -1));

    expect(longer?.kind).toBe("added");
    expect(shorter?.sentence).toBe("The seal at the end of the package was altered.");
  });

  test("it is no package at all", async () => {
    for (const text of ["", "hello", "x".repeat(5000)]) {
      expect(await problemOf(Buffer.from(text))).toEqual({
        kind: "other",
        item: null,
        sentence: "This is no evidence package.",
      });
    }
    await expect(verifyPackage(sample.folder)).rejects.toThrow(UsageError);
  });

  test.each([
    [
      "a file was removed",
      (files: Measured[]) => files.filter(({ name }) => name !== "approvals.json"),
      { kind: "removed", item: "approvals.json" },
    ],
    [
      "a file was moved",
      (files: Measured[]) => files.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      { kind: "reordered", item: "index.html" },
    ],
    [
      "a file was replaced",
      (files: Measured[]) =>
        files.map((file) =>
          file.name === "gap/payout-mismatch/explanation.csv"
            ? { ...other, name: file.name }
            : file,
        ),
      { kind: "altered", item: "gap/payout-mismatch/explanation.csv" },
    ],
    [
      "a file was added",
      (files: Measured[]) =>
        files.flatMap((file) => (file.name === "approvals.json" ? [other, file] : [file])),
      { kind: "added", item: "other.json" },
    ],
  ] as const)("%s and the zip was packed and sealed again", async (_, change, problem) => {
    const again = await packed(sample);
    const all = await unpacked(again.bytes);
    const [manifest, ...files] = all;
    if (!manifest) throw new Error("the package is empty");

    expect(await problemOf(await joined(manifest, change(files)))).toMatchObject(problem);
    expect(await problemOf(await joined(manifest, files))).toBeNull();
  });
});
