import { rm } from "node:fs/promises";

import { afterEach, beforeEach, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";

import { manifestEntry, packageManifest, rootOf } from "#evidence/package/manifest.ts";
import type { PackageManifest } from "#evidence/package/manifest.ts";
import { measured, zipBytes } from "#evidence/package/zip-writer.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { redactor } from "#evidence/redaction.ts";
import { verifyPackage } from "#evidence/verify/verify.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { packed, sampleRun, usual, written } from "../sample.ts";
import type { Sample } from "../sample.ts";

let sample: Sample;
beforeEach(async () => {
  const approval = { question: "Release to maya@acme.example?", action: "approve" };
  sample = await sampleRun([...usual.slice(0, -1), { kind: "approval", words: approval }]);
});
afterEach(() => rm(sample.folder, { recursive: true }));

interface Forgery {
  /** The true package's root. */
  readonly root: string;
  /** Forged, with hashes and seal made to fit, its root left as it was. */
  readonly kept: string;
  /** The same with the root made to fit too. */
  readonly fitted: string;
}

/** Changes a package as somebody would who has our code: every hash that can be computed again is. */
async function forged(
  bytes: Buffer,
  change: (name: string, text: string) => string,
): Promise<Forgery> {
  const files: Measured[] = [];
  let manifest: PackageManifest | null = null;
  const opened = await fromBufferPromise(bytes);
  for await (const entry of opened.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await opened.openReadStreamPromise(entry))
      pieces.push(piece as Buffer);
    const data = Buffer.concat(pieces);
    const text = data.toString();
    const changed = change(entry.fileName, text);
    if (entry.fileName === manifestEntry) manifest = packageManifest.parse(JSON.parse(changed));
    else {
      const content = changed === text ? data : Buffer.from(changed);
      files.push(await measured(entry.fileName, { data: content }));
    }
  }
  if (!manifest) throw new Error("the package is empty");
  const { root, ...rest } = manifest;
  const listed = files.map(({ name, bytes: size, sha256 }) => ({ name, bytes: size, sha256 }));
  const whole = { ...rest, files: listed };
  const sealedWith = async (said: string): Promise<string> => {
    const text = `${JSON.stringify(packageManifest.parse({ ...whole, root: said }), null, 2)}\n`;
    const pieces: Buffer[] = [];
    const entry = await measured(manifestEntry, { data: Buffer.from(text) });
    for await (const piece of zipBytes(entry, files)) pieces.push(piece);
    return written(sample.folder, Buffer.concat(pieces));
  };
  return { root, kept: await sealedWith(root), fitted: await sealedWith(rootOf(whole)) };
}

async function expectFound({ root, kept, fitted }: Forgery): Promise<void> {
  expect(await verifyPackage(kept, { root })).toMatchObject({
    ok: false,
    problem: { kind: "altered", sentence: "manifest.json was altered." },
  });
  expect(await verifyPackage(kept)).toMatchObject({ ok: false });
  expect(await verifyPackage(fitted, { root })).toMatchObject({
    ok: false,
    problem: { kind: "other" },
  });
  // Nothing in a package tells that somebody sealed another one: only a root from elsewhere does.
  expect(await verifyPackage(fitted)).toMatchObject({ ok: true });
}

test.each([
  ["the sentence and its page", /^(manifest\.json|index\.html)$/, "unexplained", "forgotten"],
  ["the reason it was sealed without", /^manifest\.json$/, "The dashboard is down", "Nobody asked"],
  ["the transcript", /^transcript\.json$/, "Export of commissions", "Nothing was exported"],
  ["the approvals", /^approvals\.json$/, "U0FINN0002", "U0EVIL0666"],
  ["the sheet of the gap", /^gap\/payout-mismatch\/explanation\.csv$/, "unexplained", "explained"],
])("%s cannot be forged under the true root", async (_, files, before, after) => {
  const { bytes } = await packed(sample, { reason: "The dashboard is down" });
  let changes = 0;
  const forgery = await forged(bytes, (name, text) => {
    if (!files.test(name) || !text.includes(before)) return text;
    changes += 1;
    // The verdict is one of a few words, the sentence is free.
    return name === manifestEntry && before === "unexplained"
      ? text.replace(/"sentence": ".*"/, '"sentence": "All is well."')
      : text.replaceAll(before, after);
  });

  expect(changes).toBeGreaterThan(0);
  await expectFound(forgery);
});

test("an approver whose words are masked in the shared copy cannot be forged under its root", async () => {
  const redact = redactor(maskEverything, Buffer.from("a key of this test alone"));
  const sealed = { file: "sealed.zip", bytes: 1, sha256: "0".repeat(64), root: "1".repeat(64) };
  const { bytes } = await packed(sample, { shared: { redactor: redact, sealed } });

  await expectFound(
    await forged(bytes, (name, text) => {
      if (name !== manifestEntry) return text.replaceAll("U0FINN0002", "U0EVIL0666");
      const manifest = packageManifest.parse(JSON.parse(text));
      const items = manifest.items.map((item) =>
        item.kind === "approval" ? { ...item, actor: "U0EVIL0666" } : item,
      );
      expect(items.at(-1)?.shared?.masked_words).toBe(1);
      return JSON.stringify({ ...manifest, items });
    }),
  );
});
