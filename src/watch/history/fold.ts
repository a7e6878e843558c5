import { sql } from "kysely";
import type { Transaction } from "kysely";

import { spans } from "#model/history.ts";
import type { Span } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { addTo, beginningOf, pageBytes, pageFrom, pageOf } from "#watch/history/pages.ts";
import type { Page } from "#watch/history/pages.ts";
import { sheetFrom } from "#watch/history/sheet.ts";
import type { Sheet } from "#watch/history/sheet.ts";

type Trx = Transaction<Database>;

const everySpan = Object.keys(spans) as Span[];
/** Names the lock that one folding process holds at a time. */
const lock = 0x68_69_73_74;

interface Minute {
  readonly at: number;
  readonly sheet: Sheet;
}

/**
 * Puts the minutes before an instant on the pages of their endpoints, and adds them to their hours and days; a share of
 * the endpoints at once. Minutes leave their table in the transaction that adds them: done again, nothing is added twice.
 * False when none were left, or another process is at it.
 */
export async function foldMinutes(trx: Trx, before: Date): Promise<boolean> {
  const locked = await sql<{ ours: boolean }>`SELECT pg_try_advisory_xact_lock(${lock}) AS ours`
    .execute(trx)
    .then(({ rows: [row] }) => row?.ours === true);
  if (!locked) return false;
  const first = await trx
    .selectFrom("endpoint_minute")
    .select("share")
    .where("at", "<", before)
    .limit(1)
    .executeTakeFirst();
  if (!first) return false;
  const rows = await trx
    .deleteFrom("endpoint_minute")
    .where("at", "<", before)
    .where("share", "=", first.share)
    .returning(["at", "endpoints", "tallies"])
    .execute();
  const minutes = rows.map((row) => ({ at: row.at.getTime(), sheet: sheetFrom(row) }));
  for (const span of everySpan) await addMinutes(trx, span, minutes);
  return true;
}

async function addMinutes(trx: Trx, span: Span, minutes: readonly Minute[]): Promise<void> {
  const endpoints = [...new Set(minutes.flatMap(({ sheet }) => [...sheet.keys()]))];
  const begins = [...new Set(minutes.map(({ at }) => pageOf(span, at)))];
  const kept = await trx
    .selectFrom("endpoint_history")
    .selectAll()
    .where("span", "=", span)
    .where("endpoint", "in", endpoints)
    .where(
      "at",
      "in",
      begins.map((begin) => new Date(begin)),
    )
    .execute();
  const pages = new Map<string, Page>();
  const keyOf = (endpoint: string, at: number): string => `${at} ${endpoint}`;
  for (const { endpoint, at, page } of kept) {
    pages.set(keyOf(endpoint, at.getTime()), pageFrom(page, span, at.getTime()));
  }
  for (const { at, sheet } of minutes) {
    const begin = pageOf(span, at);
    for (const [endpoint, tally] of sheet) {
      const key = keyOf(endpoint, begin);
      const page: Page = pages.get(key) ?? new Map();
      pages.set(key, page);
      addTo(page, beginningOf(span, at), tally);
    }
  }
  await keepPages(trx, span, pages);
}

async function keepPages(trx: Trx, span: Span, pages: ReadonlyMap<string, Page>): Promise<void> {
  const values = [...pages].map(([key, page]) => {
    const [at = "", ...endpoint] = key.split(" ");
    const begins = Number(at);
    const bytes = Buffer.from(pageBytes(page, span, begins)).toString("base64");
    return { endpoint: endpoint.join(" "), at: begins, page: bytes };
  });
  await sql`INSERT INTO endpoint_history (endpoint, span, at, page)
    SELECT endpoint, ${span}, to_timestamp(at / 1000.0), decode(page, 'base64')
    FROM json_to_recordset(CAST(${JSON.stringify(values)} AS json)) AS row (endpoint text, at bigint, page text)
    ON CONFLICT (endpoint, span, at) DO UPDATE SET page = excluded.page`.execute(trx);
}
