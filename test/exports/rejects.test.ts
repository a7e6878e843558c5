import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

import type { Dataset } from "#model/datasets.ts";
import { lines, read } from "./reading.ts";

const header = "commission_id,status,amount,currency,created_at,note,fee_at";
const good = "cm_ok,paid,1,USD,2026-10-01,,";

const damage: readonly {
  readonly what: string;
  readonly file: string;
  readonly rejects: readonly (readonly [
    line: number,
    column: string,
    value: string,
    reason: RegExp,
  ])[];
  readonly kept?: readonly string[];
}[] = [
  {
    what: "an amount that is none",
    file: lines(header, good, "a,paid,1e3,USD,2026-10-01,,", "b,paid,n/a,USD,2026-10-01,,"),
    rejects: [
      [3, "amount", "1e3", /write it like -1234\.5/],
      [4, "amount", "n/a", /is not an amount/],
    ],
  },
  {
    what: "a time that is none, after a value of two lines",
    file: lines(header, 'b,paid,1,USD,2026-10-01,"two\nlines",', "a,paid,1,USD,01/10/2026,,", good),
    rejects: [[4, "created_at", "01/10/2026", /write it like 2026-10-31T23:59:59Z/]],
    kept: ["b", "cm_ok"],
  },
  {
    what: "a missing value where one is needed",
    file: lines(
      header,
      good,
      ",paid,1,USD,2026-10-01,,",
      "a,, 1 ,USD,2026-10-01,,",
      "b,paid,  ,USD,2026-10-01,,",
    ),
    rejects: [
      [3, "commission_id", "", /every record needs it/],
      [4, "status", "", /every record needs it/],
      [5, "amount", "", /every record needs it/],
    ],
  },
  {
    what: "too few and too many values",
    file: lines(
      header,
      "a,paid,1",
      good,
      "b,paid,1,USD,2026-10-01,x,y,z",
      "c,paid,1,USD,2026-10-01,,,",
    ),
    rejects: [
      [2, "", "a,paid,1", /has 3 values where the header has 7 columns/],
      [4, "", "b,paid,1,USD,2026-10-01,x,y,z", /has 8 values/],
    ],
    kept: ["c", "cm_ok"],
  },
  {
    what: "a quote that is never closed, without the lines after it",
    file: lines(header, 'a,paid,1,USD,2026-10-01,"open,', good, 'b,paid,1,USD,2026-10-01,"fine",'),
    rejects: [[2, "", 'a,paid,1,USD,2026-10-01,"open,', /not closed/]],
    kept: ["b", "cm_ok"],
  },
  {
    what: "a quote that is never closed in the last line",
    file: lines(header, good, 'a,paid,1,USD,2026-10-01,"open,'),
    rejects: [[3, "", 'a,paid,1,USD,2026-10-01,"open,', /not closed/]],
  },
  {
    what: "text after a closing quote",
    file: lines(header, 'a,paid,1,USD,2026-10-01,"b"c,', good).replaceAll("\n", "\r\n"),
    rejects: [[2, "", 'a,paid,1,USD,2026-10-01,"b"c,', /not closed where it should be/]],
  },
  {
    what: "a short record among values with spaces around their quotes",
    file: lines(
      header,
      "a,paid",
      '"b" , "paid",  "1,5",USD,2026-10-01,,',
      'c, "paid" ,1, "USD",2026-10-01, "x, ""y""",',
    ),
    rejects: [
      [2, "", "a,paid", /has 2 values/],
      [3, "amount", "1,5", /is not an amount/],
    ],
    kept: ["c"],
  },
  {
    what: "the header once more",
    file: lines(header, good, header),
    rejects: [[3, "amount", "amount", /is not an amount/]],
  },
];

for (const { what, file, rejects, kept = ["cm_ok"] } of damage) {
  test(`${what} is rejected with its place and reason, and nothing else`, async () => {
    const { manifest, rows } = await read({ files: { "c.csv": file } });

    expect(manifest.rejects).toEqual(
      rejects.map(([line, column, value, reason]) => ({
        file: "c.csv",
        line,
        column,
        value,
        reason: expect.stringMatching(reason) as string,
      })),
    );
    expect(manifest.rejected).toBe(rejects.length);
    expect(manifest.findings).toMatchObject([
      { id: "rejected_records", severity: "warn", rows: rejects.length },
    ]);
    expect(rows.map((row) => row["commission_id"])).toEqual(kept);
  });
}

const optional: readonly (readonly [Dataset, string, string, RegExp])[] = [
  ["payouts", "payout_id,status,amount,currency,fee", "p,sent,1,USD,none", /not an amount/],
  ["payouts", "payout_id,status,amount,currency,paid_at", "p,sent,1,USD,soon", /not a time/],
  ["links", "link_id,clicks", "l,-1", /not a count/],
  ["cards", "metric,value,window_start", "m,1,2026-10-01T00:00:00Z", /not a date/],
  ["members", "member_id,mfa", "m,perhaps", /neither yes nor no/],
];

test.each(optional)(
  "a value of %s that cannot be read is rejected though optional: %s",
  async (dataset, top, row, reason) => {
    const { manifest } = await read({ dataset, files: { "a.csv": lines(top, row) } });

    expect(manifest).toMatchObject({
      rows: 0,
      rejected: 1,
      rejects: [{ line: 2, column: top.split(",").at(-1) }],
    });
    expect(manifest.rejects[0]?.reason).toMatch(reason);
  },
);

test("their header and their file are named, and the lines of JSON counted", async () => {
  const { manifest } = await read({
    columns: { amount: "Earned" },
    files: {
      "a.json": `[\n {"commission_id":"a","status":"paid","Earned":1e2,"currency":"USD","created_at":"2026-10-01"},\n {"commission_id":"b","status":"paid",\n  "currency":"USD","created_at":"2026-10-01"}]`,
      "b.jsonl.gz": gzipSync(
        lines(
          `{"commission_id":"c","status":"paid","Earned":1,"currency":"USD","created_at":"2026-10-01"}`,
          `{"commission_id":`,
          "",
          `[1]`,
        ),
      ),
    },
  });

  expect(manifest.rejects).toMatchObject([
    { file: "a.json", line: 2, column: "Earned", value: "1e2" },
    { file: "a.json", line: 3, column: "Earned", value: "" },
    { file: "b.jsonl.gz", line: 2, column: "", value: `{"commission_id":` },
    { file: "b.jsonl.gz", line: 4, column: "", value: "[1]" },
  ]);
  expect(manifest).toMatchObject({ rows: 1, rejected: 4 });
});

test("of many rejects the first hundred are shown, long values cut", async () => {
  const rows = Array.from(
    { length: 250 },
    (_, index) => `c${index},paid,${"x".repeat(300)},USD,2026-10-01,,`,
  );
  const { manifest } = await read({ files: { "a.csv": lines(header, ...rows, good) } });

  expect(manifest).toMatchObject({ rows: 1, rejected: 250 });
  expect(manifest.rejects.map(({ line }) => line)).toEqual(
    rows.slice(0, 100).map((_, index) => index + 2),
  );
  expect(manifest.rejects[0]?.value).toHaveLength(200);
});

test("a sign that contradicts the currency is told from an amount that is none", async () => {
  const { rows, manifest } = await read({
    files: {
      "a.csv": lines(
        header,
        'a,paid,"€1,000.00",USD,2026-10-01,,',
        'b,paid,"$1,000.00",USD,2026-10-01,,',
        "c,paid,€x,EUR,2026-10-01,,",
        "d,paid,5 $,usd,2026-10-01,,",
      ),
    },
    amounts: "$1,234.50",
  });

  expect(rows.map((row) => row["commission_id"])).toEqual(["b", "d"]);
  expect(manifest.rejects.map(({ line, reason }) => [line, reason.slice(0, 67)])).toEqual([
    [2, "is not an amount in its currency: the sign € does not belong to USD"],
    [4, expect.stringMatching(/^is not an amount; write it like \$1,234/)],
  ]);
});

test("an older record that counts because the last of its id was rejected is said to", async () => {
  const { rows, manifest } = await read({
    files: {
      "c-2.csv": lines(
        header,
        "a,paid,1,USD,2026-10-01,,",
        "b,paid,n/a,USD,2026-10-01,,",
        "c,paid,3,USD,2026-10-01,,",
      ),
      "c-10.csv": lines(
        header,
        "a,paid,n/a,USD,2026-10-01,,",
        "b,paid,2,USD,2026-10-01,,",
        "c,paid,4,USD,2026-10-01,,",
      ),
    },
  });

  expect(rows.map(({ amount }) => Number(amount))).toEqual([1, 2, 4]);
  expect(manifest.findings.find(({ id }) => id === "rejected_records")?.message).toMatch(
    / The last record of 1 commission_id is among them, so an older record of it counts\.$/,
  );
});
