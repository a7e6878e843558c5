import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { keepDetails } from "#cadence/details.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { temporaryFolder } from "../sandbox/open-sandbox.ts";
import { judged } from "../slack/example-digest.ts";
import { quiet } from "../slack/open-store.ts";

const at = DateTime.fromISO("2026-10-14T12:00:00Z");
const drawing = {
  kind: "bars",
  title: "Payouts not settled",
  unit: "USD",
  labels: ["0–7"],
  series: [{ name: "maya@example.com", values: [5] }],
} as const;

async function keep(changes: Parameters<typeof judged>[1]) {
  const folder = await temporaryFolder();
  const artifacts = await openDiskArtifacts(folder);
  const masked: string[] = [];
  const mask = (text: string): string => {
    masked.push(text);
    return text.replaceAll(/\S+@\S+/g, "masked");
  };
  const parts = { artifacts, at, log: quiet, mask };
  const one = judged("stuck-payouts", changes);
  const { files = [] } = await keepDetails(one, parts);
  const again = await keepDetails(one, parts);
  return {
    files,
    again: again.files,
    masked,
    read: (file: string) => readFile(join(folder, file), "utf8"),
  };
}

test("what is wrong has its trend, its chart and its rows, the same when it is judged again", async () => {
  const rows = [
    { what: '=HYPERLINK("x")', payouts: "-3" },
    { what: "prt_006", other: null },
  ];
  const kept = await keep({ outcome: "fail", trend: [1, 2, 9], drawing, rows });

  expect(kept.files.map(({ kind, file }) => [kind, file])).toEqual([
    ["chart", "acme_stuck-payouts_2026-10-13_2026-10-13_trend_20261014t120000000z.png"],
    ["chart", "acme_stuck-payouts_2026-10-13_2026-10-13_chart_20261014t120000000z.png"],
    ["rows", "acme_stuck-payouts_2026-10-13_2026-10-13_rows_20261014t120000000z.csv"],
  ]);
  expect(kept.again).toEqual(kept.files);
  expect(await kept.read(kept.files[2]?.file ?? "")).toBe(
    'what,payouts,other\n"\'=HYPERLINK(""x"")",-3,\nprt_006,,\n',
  );
  expect(kept.masked).toContain("maya@example.com");
});

test("what passed has only what it wants drawn, and what is empty is not drawn", async () => {
  const all = { trend: [1, 2, 2], rows: [{ what: "a" }] };
  const empty = { ...drawing, series: [{ name: "pending", values: [0] }] };

  expect((await keep({ ...all, drawing })).files.map(({ title }) => title)).toEqual([
    "Payouts not settled",
  ]);
  expect((await keep({ ...all, drawing: empty })).files).toEqual([]);
});
