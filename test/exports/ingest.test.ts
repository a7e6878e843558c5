import { expect, test } from "vitest";

import { lines, read } from "./reading.ts";

const header = "commission_id,status,amount,currency,created_at";

test("every canonical column is there, and what the file has is told", async () => {
  const { rows, available } = await read({
    files: { "a.csv": lines(`${header},payout_id`, "cm_1,paid,1,USD,2026-10-01,") },
  });

  expect(available).toEqual([
    "commission_id",
    "status",
    "amount",
    "currency",
    "created_at",
    "payout_id",
  ]);
  expect(rows[0]).toMatchObject({ payout_id: null, partner_id: null, hold_until_is_date: null });
});

test("columns of theirs are kept, but for names that are ours", async () => {
  const { rows } = await read({
    files: {
      "a.csv": lines(
        `${header},Amount,Note,note,source_status,`,
        "cm_1,paid,1,USD,2026-10-01,2,x,y,z,",
      ),
    },
  });

  expect(rows[0]).toMatchObject({ amount: "1.0000000000", Note: "x", source_status: "paid" });
  expect(Object.keys(rows[0] ?? {})).not.toContain("note");
});

test("their headers are found by the map, or but for case", async () => {
  const { rows } = await read({
    files: {
      "a.csv": lines("Id,STATUS,Earned, Currency ,Created", "cm_1,paid,1.10,usd,2026-10-01"),
    },
    columns: { commission_id: "id", amount: "Earned", created_at: "Created" },
  });

  expect(rows[0]).toMatchObject({ commission_id: "cm_1", amount: "1.1000000000", currency: "USD" });
});

test("white space around values is not part of them", async () => {
  const { rows, manifest } = await read({
    files: {
      "a.csv": lines(
        `${header},hold_until,payout_id,type`,
        `" cm_1\t",\u00a0paid , 1.50 ,usd\u00a0, 2026-10-01T00:00:00Z ,\t,   ,"sale\n"`,
      ),
    },
  });

  expect(manifest.rejected).toBe(0);
  expect(rows[0]).toMatchObject({
    commission_id: "cm_1",
    status: "paid",
    amount: "1.5000000000",
    currency: "USD",
    created_at: "2026-10-01 00:00:00",
    hold_until: null,
    payout_id: null,
    type: "sale",
  });
});

test("a status that means nothing to us is a finding, never a dropped row", async () => {
  const { rows, manifest } = await read({
    files: {
      "a.csv": lines(
        header,
        "1,cleared,1,USD,2026-10-01",
        "2,void,1,USD,2026-10-01",
        "3,Paid,1,USD,2026-10-01",
        "4,void,1,USD,2026-10-01",
      ),
    },
    statuses: { cleared: "approved" },
  });

  expect(rows.map(({ status, source_status }) => [status, source_status])).toEqual([
    ["approved", "cleared"],
    [null, "void"],
    [null, "Paid"],
    [null, "void"],
  ]);
  expect(manifest.findings).toMatchObject([{ id: "unmapped_status", severity: "warn", rows: 3 }]);
  expect(manifest.findings[0]?.message).toContain(
    '"void" (2), "Paid" (1). Say what each means under sources.acme.datasets.commissions.statuses',
  );
});

test("without a vocabulary a status is kept as it is", async () => {
  const { rows, manifest } = await read({
    dataset: "customers",
    files: { "a.csv": lines("customer_id,status", "cu_1,Gold") },
  });

  expect(rows[0]).toMatchObject({ status: "Gold", source_status: "Gold" });
  expect(manifest.findings).toEqual([]);
});

test("of records repeated under one id the last wins, by file and by place in it", async () => {
  const { rows, manifest } = await read({
    files: {
      "1.json": `[{"commission_id":"a","status":"paid","amount":1,"currency":"USD","created_at":"2026-10-01"},{"commission_id":"a","status":"paid","amount":2,"currency":"USD","created_at":"2026-10-01"},{"commission_id":"b","status":"paid","amount":3,"currency":"USD","created_at":"2026-10-01"}]`,
      "2.csv": lines(
        header,
        "b,paid,4,USD,2026-10-01",
        "c,paid,5,USD,2026-10-01",
        "b,held,6,USD,2026-10-01",
        "b,paid,x,USD,2026-10-01",
      ),
    },
  });

  expect(rows.map(({ commission_id, amount }) => [commission_id, Number(amount)])).toEqual([
    ["a", 2],
    ["b", 6],
    ["c", 5],
  ]);
  expect(manifest).toMatchObject({ rows: 3, rejected: 1 });
  expect(manifest.findings.map(({ id, rows: ids }) => [id, ids])).toEqual([
    ["rejected_records", 1],
    ["repeated_id", 2],
  ]);
});

test("an export of no records is read as such", async () => {
  const empty = await read({ files: { "a.csv": lines(header) } });
  const none = await read({ files: { "a.json": "[]" } });

  expect([empty.manifest.rows, none.manifest.rows]).toEqual([0, 0]);
});

test("flags, counts and days have their types", async () => {
  const links = await read({
    dataset: "links",
    files: { "a.csv": lines("link_id,clicks", "l,0012") },
  });
  const events = await read({
    dataset: "events",
    files: {
      "a.csv": lines(
        "event_id,type,occurred_at,is_bot",
        "1,click,2026-10-01,TRUE",
        "2,click,2026-10-01,0",
        "3,click,2026-10-01,",
      ),
    },
  });
  const cards = await read({
    dataset: "cards",
    files: {
      "a.csv": lines(
        "metric,value,window_start,currency",
        "revenue,1250,2026-10-01,USD",
        "conversions,41,2026-10-01,",
      ),
    },
    amounts: "minor",
  });

  expect(links.rows[0]).toMatchObject({ clicks: "12" });
  expect(events.rows.map((row) => row["is_bot"])).toEqual([true, false, null]);
  expect(cards.rows).toMatchObject([
    { metric: "conversions", value: "41.0000000000", window_start: "2026-10-01" },
    { metric: "revenue", value: "12.5000000000" },
  ]);
});

test("a column that the settings map and the file lacks is a finding, not silence", async () => {
  const { manifest, available } = await read({
    files: { "a.csv": lines(header, "cm_1,paid,1,USD,2026-10-01") },
    columns: { payout_id: "Payout" },
  });

  expect(available).not.toContain("payout_id");
  expect(manifest.findings).toMatchObject([
    { id: "mapped_column_missing", severity: "warn", rows: 1 },
  ]);
  expect(manifest.findings[0]?.message).toContain(
    'has no column "Payout", so payout_id is not available',
  );
});

test("a record of nearly two megabytes is read, also where its quotes are doubled on the way", async () => {
  const note = String.raw`\"`.repeat(900_000);
  const { rows, manifest } = await read({
    files: {
      "a.csv": lines(
        `${header},note`,
        `cm_1,paid,1,USD,2026-10-01,"${note}"`,
        `cm_2,paid,x,USD,2026-10-01,"${note}"`,
      ),
      "b.json": JSON.stringify({
        commission_id: "cm_3",
        status: "paid",
        amount: 1,
        currency: "USD",
        created_at: "2026-10-01",
        note: '"'.repeat(900_000),
      }),
    },
  });

  expect(manifest.rejected).toBe(1);
  expect(rows.map((row) => String(row["note"]).length)).toEqual([900_000, 900_000]);
});

test("of an export of several files it is told how many records of each count", async () => {
  const header = "commission_id,status,amount,currency,created_at";
  const row = (id: string, amount = "1.00"): string => `${id},paid,${amount},USD,2026-10-01`;
  const { manifest } = await read({
    files: {
      "a.csv": lines(header, row("cm_1"), row("cm_2"), row("cm_3", "?")),
      "b.csv": lines(header, row("cm_2"), row("cm_4")),
      "c.csv": lines(header),
    },
  });

  expect(manifest).toMatchObject({ rows: 3, rejected: 1 });
  expect(manifest.parts.map(({ original, rows }) => [original, rows])).toEqual([
    ["a.csv", 1],
    ["b.csv", 2],
    ["c.csv", 0],
  ]);
});
