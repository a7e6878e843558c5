import { sql } from "kysely";
import type { Kysely } from "kysely";

import { spans } from "#model/history.ts";
import type { Keep, Span } from "#model/history.ts";
import { emptyTally, addTally } from "#model/tally.ts";
import type { Tally } from "#model/tally.ts";
import type { Database } from "#store/schema.ts";
import { pageFrom, pageOf } from "#watch/history/pages.ts";
import { shareOf, sheetFrom } from "#watch/history/sheet.ts";
import { piecesOf } from "#watch/history/windows.ts";
import type { Piece, Window } from "#watch/history/windows.ts";

export interface Asked extends Window {
  /** All of them, where none are named. */
  readonly endpoints?: readonly string[];
}

/** What looks came to within a step of a window. */
export interface Step {
  /** Milliseconds of UTC. */
  readonly at: number;
  readonly tally: Tally;
}

export interface HistoryParts {
  /** The database, or a transaction. */
  readonly db: Kysely<Database>;
  readonly keep: Keep;
  readonly now?: number;
}

/** What looks at each endpoint came to within a window; one that was not looked at is not among them. */
export async function totalsOf(asked: Asked, parts: HistoryParts): Promise<Map<string, Tally>> {
  const totals = new Map<string, Tally>();
  const { keep, now = Date.now() } = parts;
  for await (const { endpoint, tally } of talliesIn(piecesOf(asked, keep, now), asked, parts.db)) {
    const sum = totals.get(endpoint) ?? emptyTally();
    totals.set(endpoint, sum);
    addTally(sum, tally);
  }
  return totals;
}

/** What looks at one endpoint came to, step by step; a step without looks is not among them. */
export async function stepsOf(
  endpoint: string,
  window: Window & { readonly step: number },
  { db, keep, now = Date.now() }: HistoryParts,
): Promise<Step[]> {
  const { step, from, to } = window;
  const begin = from - (from % step);
  const length = step >= spans.day ? "day" : step >= spans.hour ? "hour" : "minute";
  const age = now - from;
  const span =
    age > keep.hours ? "day" : age > keep.minutes && length === "minute" ? "hour" : length;
  const pieces: Piece[] = [{ span, from: begin - (begin % spans[span]), to }];
  const steps = new Map<number, Tally>();
  for await (const { at, tally } of talliesIn(pieces, { endpoints: [endpoint] }, db)) {
    const place = at - (at % step);
    const sum = steps.get(place) ?? emptyTally();
    steps.set(place, sum);
    addTally(sum, tally);
  }
  return [...steps].toSorted(([one], [other]) => one - other).map(([at, tally]) => ({ at, tally }));
}

interface Found {
  readonly endpoint: string;
  readonly at: number;
  readonly tally: Tally;
}

/** The spans that begin within the pieces, each as it is on its page, and minutes that are on no page yet. */
async function* talliesIn(
  pieces: readonly Piece[],
  { endpoints }: Pick<Asked, "endpoints">,
  db: Kysely<Database>,
): AsyncGenerator<Found> {
  if (pieces.length === 0 || endpoints?.length === 0) return;
  const asked = endpoints ? new Set(endpoints) : null;
  for (const { name, span, at, bytes } of await rowsOf(pieces, endpoints, db)) {
    if (span === null) {
      for (const [endpoint, tally] of sheetFrom({ endpoints: name, tallies: bytes })) {
        if (!asked || asked.has(endpoint)) yield { endpoint, at: at.getTime(), tally };
      }
      continue;
    }
    const within = pieces.filter((piece) => piece.span === span);
    for (const [begin, tally] of pageFrom(bytes, span, at.getTime())) {
      const isAsked = within.some(({ from, to }) => begin >= from && begin < to);
      if (isAsked) yield { endpoint: name, at: begin, tally };
    }
  }
}

interface Row {
  /** An endpoint, or those of a sheet. */
  readonly name: string;
  /** Null of a sheet: a minute that is on no page yet. */
  readonly span: Span | null;
  readonly at: Date;
  readonly bytes: Uint8Array;
}

/** One statement: what is put on pages meanwhile is seen once. */
async function rowsOf(
  pieces: readonly Piece[],
  endpoints: Asked["endpoints"],
  db: Kysely<Database>,
): Promise<readonly Row[]> {
  const shares = endpoints && [...new Set(endpoints.map(shareOf))];
  const onSheets = shares ? sql`AND share IN (${sql.join(shares)})` : sql``;
  const named = endpoints ? sql`AND endpoint IN (${sql.join(endpoints)})` : sql``;
  const onPages = pieces.map(({ span, from, to }) => {
    const [first, end] = [new Date(pageOf(span, from)), new Date(to)];
    return sql`(span = ${span} AND at >= ${first} AND at < ${end})`;
  });
  const from = new Date(Math.min(...pieces.map((piece) => piece.from)));
  const to = new Date(Math.max(...pieces.map((piece) => piece.to)));
  const { rows } = await sql<Row>`
    SELECT endpoints AS name, NULL AS span, at, tallies AS bytes FROM endpoint_minute
      WHERE at >= ${from} AND at < ${to} ${onSheets}
    UNION ALL
    SELECT endpoint AS name, span, at, page AS bytes FROM endpoint_history
      WHERE (${sql.join(onPages, sql` OR `)}) ${named}`.execute(db);
  return rows;
}
