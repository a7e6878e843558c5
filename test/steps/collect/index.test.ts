import { expect, test } from "vitest";

import type { Dataset } from "#model/datasets.ts";
import collect from "#steps/collect/index.ts";
import { ended, evidenceOf, inputOf, manifestOf, worldOf } from "../worlds.ts";

test("a clean export is complete, with its files and manifest as evidence", async () => {
  const manifest = manifestOf({ rows: 1277 });

  const outcome = ended(
    await collect.run({ dataset: "payouts" }, inputOf(), worldOf({ manifest })),
  );

  const files = [
    {
      kind: "export",
      file: "acme_payouts.csv",
      title: "payouts.csv",
      sha256: "aa",
      bytes: 12,
      rows: 1277,
    },
    evidenceOf("manifest", "Manifest of payouts"),
  ];
  expect(outcome).toEqual({
    status: "complete",
    summary: "1,277 records",
    report: [
      {
        kind: "files",
        text: "Export of payouts from acme: 1,277 records in 1 file, bytes as received.",
        files,
      },
    ],
    evidence: files,
    exports: [manifest],
  });
});

test("rejects ask for attention and are shown with their places", async () => {
  const reject = {
    file: "payouts.csv",
    line: 7,
    column: "amount",
    value: "n/a",
    reason: "is not an amount; write it like 1234.50",
  };
  const manifest = manifestOf({ rows: 1, rejected: 2345, rejects: [reject] });

  const outcome = ended(
    await collect.run({ dataset: "payouts" }, inputOf(), worldOf({ manifest })),
  );

  expect(outcome).toMatchObject({ status: "attention", summary: "1 record, 2,345 rejected" });
  expect(outcome.report[1]).toEqual({
    kind: "table",
    caption: "The first 1 of 2,345 rejected records",
    columns: [
      { title: "File", align: "left" },
      { title: "Line", align: "right" },
      { title: "Column", align: "left" },
      { title: "Value", align: "left" },
      { title: "Reason", align: "left" },
    ],
    rows: [["payouts.csv", "7", "amount", "n/a", "is not an amount; write it like 1234.50"]],
  });
});

test("a finding asks for attention and is said; one for information is only said", async () => {
  const finding = { id: "repeated_id", message: "2 ids are repeated.", rows: 2 } as const;
  const run = (severity: "info" | "warn") =>
    collect.run(
      { dataset: "payouts" },
      inputOf(),
      worldOf({ manifest: manifestOf({ findings: [{ ...finding, severity }] }) }),
    );

  expect(await run("warn")).toMatchObject({
    status: "attention",
    report: [{}, { kind: "text", text: "2 ids are repeated." }],
  });
  expect(await run("info")).toMatchObject({ status: "complete", report: [{}, { kind: "text" }] });
});

test("of an export of several files no one has all the records", async () => {
  const part = { file: "a.csv", original: "a.csv", bytes: 1, sha256: "aa" };
  const manifest = manifestOf({ rows: 3, parts: [part, { ...part, file: "b.csv" }] });

  const { evidence } = ended(
    await collect.run({ dataset: "payouts" }, inputOf(), worldOf({ manifest })),
  );

  expect(evidence.map(({ rows }) => rows)).toEqual([null, null, null]);
});

test("what is optional is left out where the source does not export it, and collected where it does", async () => {
  const collected = (datasets: Dataset[]) =>
    collect.run({ dataset: "payouts", optional: true }, inputOf(), worldOf({ datasets }));

  expect(await collected(["commissions"])).toEqual({
    status: "skipped",
    summary: "Not available from acme",
    report: [],
    evidence: [],
  });
  expect((await collected(["payouts"])).summary).toBe("1 record");
});
