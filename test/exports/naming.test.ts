import fc from "fast-check";
import { DateTime } from "luxon";
import { expect, test } from "vitest";

import { exportName, manifestName, partName, suffixed } from "#exports/naming.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { at, context } from "./reading.ts";

const name = (changes: Partial<FilterContext> = {}, source = "acme"): string =>
  exportName({ source, dataset: "commissions", context: { ...context, ...changes }, at });

test("a name says source, dataset, scope, window, timezone, statuses, currency and capture", () => {
  expect(name()).toBe(
    "acme_commissions_all_2026-10-01_2026-10-31_america-new-york_all_usd_20261105t101500250z",
  );
  expect(name({ program: "prg_main", partner: "prt_003", statuses: ["paid", "approved"] })).toMatch(
    /^acme_commissions_prg-main-prt-003_.*_approved-paid_usd_/,
  );
});

test("the instant decides, not the zone it is written in", () => {
  const elsewhere = at.setZone("Asia/Tokyo");
  expect(exportName({ source: "acme", dataset: "payouts", context, at: elsewhere })).toBe(
    exportName({ source: "acme", dataset: "payouts", context, at }),
  );
});

test("files of one export are numbered, and each says its form", () => {
  expect(partName("a", { part: null, form: "csv", gzip: false })).toBe("a.csv");
  expect(partName("a", { part: 2, form: "jsonl", gzip: true })).toBe("a_part-2.jsonl.gz");
  expect(manifestName("a")).toBe("a.manifest.json");
  expect(suffixed("a_part-2.jsonl.gz", 3)).toBe("a_part-2-3.jsonl.gz");
});

test.each([
  "../../etc/passwd",
  "日本",
  "x".repeat(300),
  "CON",
  "a:b*c?",
  ".",
  "a\u0000b",
  "%2e%2e",
])("a scope of %j makes a harmless name of its own", (partner) => {
  expect(name({ partner })).toMatch(/^acme_commissions_[a-z0-9-]+_2026-10-01_/);
  expect(name({ partner }).split("_")[2]).toMatch(/^([a-z0-9-]+-)?[0-9a-f]{8}$|^con$/);
});

test("whatever the scope, a name is short, safe and one of its own", () => {
  const value = fc.oneof(fc.string({ unit: "binary", minLength: 1 }), fc.string({ minLength: 1 }));
  fc.assert(
    fc.property(value, value, (one, other) => {
      const made = partName(name({ partner: one, link: other }, "a".repeat(60)), {
        part: 12_345,
        form: "jsonl",
        gzip: true,
      });
      expect(made).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
      expect(made.length).toBeLessThanOrEqual(200);
      fc.pre(one.toLowerCase() !== other.toLowerCase());
      expect(name({ partner: one })).not.toBe(name({ partner: other }));
    }),
  );
});

test("far dates and long zones stay inside the limit", () => {
  const made = exportName({
    source: "s".repeat(80),
    dataset: "config_changes",
    context: {
      ...context,
      timezone: "America/Argentina/ComodRivadavia",
      statuses: ["approved", "canceled", "completed", "duplicate", "processing", "refunded"],
      workspace: "w".repeat(99),
    },
    at: DateTime.fromISO("2026-11-05T10:15:00Z"),
  });

  expect(`${made}_part-10000.manifest.json`.length).toBeLessThanOrEqual(200);
});
