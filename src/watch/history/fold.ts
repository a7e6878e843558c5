import { sql } from "kysely";
import type { Transaction } from "kysely";

import { spans } from "#model/history.ts";
import type { Span } from "#model/history.ts";
import type { Database } from "#store/schema.ts";
import { addTo, beginningOf, pageBytes, pageFrom, pageOf } from "#watch/history/pages.ts";
import type { Page } from "#watch/history/pages.ts";

type Trx = Transaction<Database>;

const everySpan = Object.keys(spans) as Span[];
/** Names the lock that one folding process holds at a time. */
const lock = 0x68_69_73_74;

interface Row {
  readonly endpoint: string;
  readonly at: Date;
  readonly tally: Uint8Array;
}

/**
 * Puts the minutes before an instant on the pages of their endpoint, and adds them to their hours and days; so many
 * endpoints at once. Minutes leave their table in the transaction that adds them: done again, nothing is added twice.
 * False when none were left, or another process is at it.
 */
export async function foldMinutes(trx: Trx, before: Date, atOnce: number): Promise<boolean> {
  const locked = await sql<{ ours: boolean }>`SELECT pg_try_advisory_xact_lock(${lock}) AS ours`
    .execute(trx)
    .then(({ rows: [row] }) => row?.ours === true);
  if (!locked) return false;
  const endpoints = await trx
    .selectFrom("endpoint_minute")
    .select("endpoint")
    .distinct()
    .where("at", "<", before)
    .orderBy("endpoint")
    .limit(atOnce)
    .execute();
  if (endpoints.length === 0) return false;
  const ids = endpoints.map(({ endpoint }) => endpoint);
  const rows = await trx
    .deleteFrom("endpoint_minute")
    .where("at", "<", before)
    .where("endpoint", "in", ids)
    .returning(["endpoint", "at", "tally"])
    .execute();
  for (const span of everySpan) await addRows(trx, span, ids, rows);
  return true;
}

async function addRows(
  trx: Trx,
  span: Span,
  endpoints: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const begins = [...new Set(rows.map(({ at }) => pageOf(span, at.getTime())))];
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
  for (const { endpoint, at, tally: bytes } of rows) {
    const minute = at.getTime();
    const key = keyOf(endpoint, pageOf(span, minute));
    const page: Page = pages.get(key) ?? new Map();
    pages.set(key, page);
    for (const [, tally] of pageFrom(bytes, "minute", minute)) {
      addTo(page, beginningOf(span, minute), tally);
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
