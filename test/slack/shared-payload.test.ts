import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { redactor } from "#evidence/redaction.ts";
import { sharing } from "#evidence/redaction/sharing.ts";
import type { Sharing } from "#evidence/redaction/sharing.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { maskedPayload, sharedUpload } from "#slack/shared-payload.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, line, richText } from "#slack/rich-text.ts";
import { reportItem } from "#slack/views/report-item.ts";

const secret = ["xoxb", "1234567890", "AbCdEfGhIjKl"].join("-");
const planted = ["maya@acme.example", "DE89370400440532013000", "4111111111111111", secret];

let folder: string;
let artifacts: ArtifactStore;
let shared: Sharing;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countercheck-sharing-"));
  artifacts = await openDiskArtifacts(folder);
  shared = sharing({ artifacts, redactor: redactor(maskEverything, Buffer.from("a key")) });
});
afterEach(() => rm(folder, { recursive: true }));

test("no planted value reaches a message, whatever block it stands in", () => {
  const said = planted.join(" and ");
  const payloads = [
    message(said, [richText(line([bold(said), said]), bullets([line([said])]))]),
    ...reportItem({ kind: "facts", title: said, facts: [[said, said]] }),
    ...reportItem({
      kind: "table",
      caption: said,
      columns: [{ title: said, align: "left" }],
      rows: [[said]],
    }),
    ...reportItem({ kind: "actions", title: said, actions: [{ reason: said, action: said }] }),
    ...reportItem({ kind: "text", text: said }),
  ];

  for (const payload of payloads) {
    const sent = JSON.stringify(maskedPayload(payload, shared.mask));
    expect(planted.filter((value) => sent.includes(value))).toEqual([]);
    expect(sent).toContain("[email ");
  }
});

test("what a button carries is left alone: nobody reads it", () => {
  const button = {
    type: "button",
    value: "maya@acme.example",
    text: { text: "maya@acme.example" },
  };

  expect(maskedPayload(button, shared.mask)).toMatchObject({
    value: "maya@acme.example",
    text: { text: expect.stringMatching(/^\[email \w{16}\]$/) },
  });
});

test("files go to the thread as masked copies that say so, and what cannot be masked does not go", async () => {
  await artifacts.put("customers.csv", { data: "id,email\ncus_1,maya@acme.example\n" });
  await artifacts.put("plain.csv", { data: "id\ncus_1\n" });
  await artifacts.put("contract.pdf", { data: "%PDF-1.7 \0 maya@acme.example" });
  const files = ["customers.csv", "plain.csv", "contract.pdf"].map((file) => ({
    file,
    title: file,
    bytes: 1,
  }));

  const { upload, pathOf } = await sharedUpload(
    { text: "Exports", files },
    { sharing: shared, pathOf: (file) => artifacts.pathOf(file) },
  );

  expect(upload.files.map(({ file }) => file)).toEqual(["customers.csv", "plain.csv"]);
  expect(upload.text).toBe(
    "Exports\n`customers.csv` is shown with 1 value masked; the SHA-256 kept is that of the original.\n`contract.pdf` holds what cannot be masked, and is not shown here.",
  );
  expect(await readFile(await pathOf("customers.csv"), "utf8")).toMatch(/cus_1,\[email \w{16}\]/);
  expect(await pathOf("plain.csv")).toBe(await artifacts.pathOf("plain.csv"));
});

test("a sealed package never goes to a thread", async () => {
  const name = "acme_payout-mismatch_2026-10-01_2026-10-31_evidence-sealed_20261103t090000123z.zip";
  await artifacts.put(name, { data: "PK" });

  expect(await shared.copyOf(name)).toBeNull();
  expect(await shared.copyOf((await artifacts.put(name, { data: "PK2" })).file)).toBeNull();
});
