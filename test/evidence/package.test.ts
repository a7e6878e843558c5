import { rm } from "node:fs/promises";

import { afterEach, expect, test } from "vitest";
import { fromBufferPromise } from "yauzl";

import { ConfigError } from "#errors.ts";
import { redactor } from "#evidence/redaction.ts";
import { sealRun } from "#evidence/seal.ts";
import { verifyPackage } from "#evidence/verify/verify.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { context } from "../runs/fixtures.ts";
import { explanation } from "../slack/example-run.ts";
import { dot, explained, packed, sampleRun, usual } from "./sample.ts";
import type { Given, Sample } from "./sample.ts";

const redact = redactor(maskEverything, Buffer.from("a key of this test alone"));
const at = "2026-11-03T09:10:00.000Z";
let sample: Sample;
afterEach(() => rm(sample.folder, { recursive: true }));

/** The texts of a package by their names, as any zip reader finds them. */
async function textsOf(zip: Buffer): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  const opened = await fromBufferPromise(zip);
  for await (const entry of opened.eachEntry()) {
    const pieces: Buffer[] = [];
    for await (const piece of await opened.openReadStreamPromise(entry))
      pieces.push(piece as Buffer);
    texts[entry.fileName] = Buffer.concat(pieces).toString();
  }
  return texts;
}

async function shared(given: readonly Given[], changes = {}) {
  sample = await sampleRun(given, changes);
  const sealed = { file: "sealed.zip", bytes: 1, sha256: "0".repeat(64), root: "1".repeat(64) };
  const { bytes, path } = await packed(sample, {
    shared: { redactor: redact, sealed },
    reason: "asked by maya@acme.example",
  });
  return { texts: await textsOf(bytes), bytes, verified: await verifyPackage(path) };
}

test("a package holds the manifest, the page, the ledger's files and what was made of them", async () => {
  sample = await sampleRun();
  const texts = await textsOf((await packed(sample)).bytes);
  const manifest = JSON.parse(texts["manifest.json"] ?? "");

  expect(Object.keys(texts)).toEqual([
    "manifest.json",
    "index.html",
    "transcript.json",
    "approvals.json",
    "config-changes.json",
    "gap/payout-mismatch/explanation.json",
    "gap/payout-mismatch/explanation.csv",
    "gap/payout-mismatch/chart.png",
    "files/commissions.csv",
    "files/gap.png",
    "files/screen.png",
    "files/payout-mismatch.json",
  ]);
  expect(manifest).toMatchObject({
    format: "countercheck-evidence/1",
    sharing: "sealed",
    chain: sample.record.ledger.at(-1)?.hash,
    run: { id: sample.record.id, runbook: "payout-mismatch" },
    context: { timezone: "America/New_York", currency: "USD" },
    missing_reason: null,
  });
  expect(manifest.artifacts.every(({ there }: { there: boolean }) => there)).toBe(true);
  expect(manifest.items).toHaveLength(usual.length);
  expect(JSON.parse(texts["gap/payout-mismatch/explanation.json"] ?? "")).toEqual(explanation);
});

test("the chart of the gap is that of the explanation the run comes to, whatever it drew later", async () => {
  const timeline = { kind: "chart", file: "timeline.png", data: "of something else" } as const;
  sample = await sampleRun([...usual, timeline]);
  const kept = await textsOf((await packed(sample)).bytes);
  await rm(sample.folder, { recursive: true });
  sample = await sampleRun([...usual.filter(({ kind }) => kind !== "chart"), timeline]);
  const drawn = await textsOf((await packed(sample)).bytes);

  const chart = "gap/payout-mismatch/chart.png";
  expect(kept[chart]).toBe(kept["files/gap.png"]);
  expect(drawn[chart]).toContain("PNG");
  expect(drawn[chart]).not.toBe(kept[chart]);
});

test("the same run gives the same bytes", async () => {
  sample = await sampleRun();
  const first = await packed(sample);
  const second = await packed(sample);

  expect(second.bytes.equals(first.bytes)).toBe(true);
});

test("sealing again, as after a kill, keeps the same two packages and no more", async () => {
  sample = await sampleRun();
  const parts = { artifacts: sample.artifacts, redactor: redact };
  const run = { record: sample.record, createdAt: at, reason: null };
  const first = await sealRun(parts, run);

  expect(await sealRun(parts, run)).toEqual(first);
  expect(first.sealed.file).toBe(
    "acme_payout-mismatch_2026-10-01_2026-10-31_evidence-sealed_20261103t091000000z.zip",
  );
  const { root, sealed, shared: copy } = first;
  for (const { file, ...one } of [sealed, { ...copy, root }]) {
    const path = await sample.artifacts.pathOf(file);
    expect(await verifyPackage(path, { root: one.root })).toMatchObject({ ok: true });
  }
  expect(await verifyPackage(await sample.artifacts.pathOf(copy.file))).toMatchObject({
    manifest: { root, chain: first.chain, sealed },
  });
  expect(sealed.root).not.toBe(root);
});

test("what is missing of the five artifacts is said, with the reason it was sealed without", async () => {
  sample = await sampleRun(usual.filter(({ kind }) => kind !== "screenshot"));
  const { bytes } = await packed(sample, { reason: "The dashboard is down." });
  const texts = await textsOf(bytes);

  expect(JSON.parse(texts["manifest.json"] ?? "")).toMatchObject({
    missing_reason: "The dashboard is down.",
  });
  expect(texts["index.html"]).toContain("What support asks for: 4 of 5");
  expect(texts["index.html"]).toContain("Sealed although incomplete: The dashboard is down.");
});

test("nothing that people or platforms wrote becomes markup of the page", async () => {
  const evil = `<script>alert(1)</script><img src=x onerror="alert(2)">&'\u202e`;
  const change = { changed_at: evil, module: evil, actor: evil, before: evil, after: evil };
  const changes = { from: evil, to: evil, modules: null, changes: [change] };
  const told = explained({
    ...explanation,
    findings: [{ id: "repeated_id", severity: "warn", message: evil, rows: 1 }],
    causes: [{ cause: "fee", amount: "1.00", rows: 1, examples: [evil] }],
    hypotheses: [{ changes: { timezone: evil }, value: "1.00" }],
  });
  const items: Given[] = [
    { kind: "note", title: evil, words: { [evil]: evil } },
    { kind: "config_changes", title: evil, file: "changes.json", data: JSON.stringify(changes) },
    told,
  ];
  const said = {
    action: "reject",
    by: evil,
    at,
    reason: evil,
    evidence: evil,
    void: false,
  } as const;
  sample = await sampleRun(items, {
    title: evil,
    source: evil,
    context: { ...context, partner: evil },
    steps: [{ title: evil, summary: evil }],
    sign_offs: [{ step: evil, question: evil, state: "rejected", summary: evil, said: [said] }],
    transcript: [{ at, by: evil, text: evil }],
  });
  const page = (await textsOf((await packed(sample)).bytes))["index.html"] ?? "";

  expect(page).not.toContain("<script");
  expect(page).not.toContain("<img src=x");
  expect(page).not.toContain("\u202e");
  expect(page.match(/<img\s/g)).toHaveLength(1);
  expect(page).not.toMatch(/https?:\/\//);
});

test("cells of the derived sheet that a spreadsheet would run are text there, captured bytes stay", async () => {
  const formula = '=HYPERLINK("http://x","y")';
  const told = explained({
    ...explanation,
    causes: [{ cause: "fee", amount: "-1.00", rows: 1, examples: [formula] }],
  });
  sample = await sampleRun([{ kind: "export", file: "a.csv", data: `id\n${formula}\n` }, told]);
  const texts = await textsOf((await packed(sample)).bytes);

  expect(texts["gap/payout-mismatch/explanation.csv"]).toContain(`,-1.00,USD,1,"'=HYPERLINK`);
  expect(texts["files/a.csv"]).toBe(`id\n${formula}\n`);
});

test("a file that is no longer the one captured is not packed", async () => {
  sample = await sampleRun();
  const [item, ...rest] = sample.record.ledger;
  if (!item) throw new Error("the sample has no items");
  const record = { ...sample.record, ledger: [{ ...item, sha256: "f".repeat(64) }, ...rest] };

  await expect(packed({ ...sample, record })).rejects.toThrow(ConfigError);
});

const secret = ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_");
const planted = ["maya@acme.example", "DE89370400440532013000", "4111111111111111", secret];

test("no planted value is anywhere in a shared package, and what was masked is said with the captured hash", async () => {
  const said = planted.join(" | ");
  const data = `id,email,note\ncus_1,${planted[0]},"${said}"\n`;
  const change = { changed_at: at, module: "rules", actor: said, before: said, after: said };
  const changes = { from: null, to: null, modules: null, changes: [change] };
  const evidence = "0".repeat(64);
  const spoken = { action: "reject", by: "U1", at, reason: said, evidence, void: false } as const;
  const told = explained({
    ...explanation,
    findings: [{ id: "repeated_id", severity: "warn", message: said, rows: 1 }],
    causes: [{ cause: "fee", amount: "1.00", rows: 1, examples: [said] }],
  });
  const { texts, bytes, verified } = await shared(
    [
      { kind: "export", title: said, file: "customers.csv", data },
      { kind: "file", file: "contract.pdf", data: `%PDF-1.7 \0 ${said}` },
      { kind: "screenshot", file: "screen.png", data: dot, words: { filters: said } },
      { kind: "answer", title: said, words: { question: said, answer: said } },
      { kind: "config_changes", file: "changes.json", data: JSON.stringify(changes) },
      told,
    ],
    {
      context: { ...context, partner: said },
      steps: [{ title: said, summary: said }],
      sign_offs: [{ step: said, question: said, state: "rejected", summary: said, said: [spoken] }],
      transcript: [{ at, by: "U1", text: said }],
    },
  );

  expect(planted.filter((value) => bytes.includes(value))).toEqual([]);
  expect(verified).toMatchObject({ ok: true, masked: 3 });
  const { items } = JSON.parse(texts["manifest.json"] ?? "");
  expect(items[0]).toMatchObject({
    file: "customers.csv",
    sha256: sample.record.ledger[0]?.sha256,
    entry: "files/customers.csv",
    shared: { masked_values: 5, masked_words: 4, left_out: null },
  });
  expect(items[1]).toMatchObject({ entry: null, shared: { left_out: expect.any(String) } });
  expect(texts["index.html"]).toContain("5 masked in the file");
});

test("a shared package names the sealed one's root and has its own, and an item without masked words is followed along the chain", async () => {
  const { texts, verified } = await shared(usual);

  expect(verified).toMatchObject({ ok: true, masked: 0 });
  expect(JSON.parse(texts["manifest.json"] ?? "")).toMatchObject({
    sharing: "shared",
    chain: sample.record.ledger.at(-1)?.hash,
    sealed: { sha256: "0".repeat(64), root: "1".repeat(64), masks: ["emails", "secrets", "bank"] },
  });
});
