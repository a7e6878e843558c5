import type { Transaction } from "kysely";
import { DateTime } from "luxon";

import type { Occurrence } from "#cadence/occurrences.ts";
import type { DigestTeller } from "#cadence/teller.ts";
import type { EndpointDay } from "#model/endpoint-day.ts";
import type { Runbook } from "#runbook.ts";
import { tellUndelivered } from "#slack/dead-man.ts";
import { whatIsTold } from "#slack/digest-state.ts";
import type { ToldDigest } from "#slack/digest-state.ts";
import { keepCurrent, post, upload } from "#slack/outbox.ts";
import type { Place } from "#slack/outbox.ts";
import { digest, furtherFindings, noFurther } from "#slack/views/digest.ts";
import {
  exportList,
  findingFiles,
  mostDetailed,
  passedCharts,
} from "#slack/views/digest-details.ts";
import { findingOf } from "#slack/finding-id.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;

/** A digest that is due is told of when this much time has passed, though some checks are still at work. */
const patience = { minutes: 2 };

/** Tells of occurrences in Slack: one message, kept as things stand; its thread holds pictures, rows and exports. Each thing once. */
export function slackDigests(parts: {
  readonly runbooks: ReadonlyMap<string, Runbook>;
  /** How the endpoints did within a window, in milliseconds of UTC. */
  readonly endpointDays?: (
    trx: Trx,
    window: { readonly from: number; readonly to: number },
  ) => Promise<readonly EndpointDay[]>;
  readonly now?: () => DateTime;
}): DigestTeller {
  const { runbooks, endpointDays = async () => [], now = () => DateTime.utc() } = parts;
  return {
    async changed(trx, occurrence, judged, planned) {
      const { channel, thread, asked_by: requester } = occurrence;
      if (channel === null || !(await isTime(trx, occurrence, now()))) return;
      const day = dayOf(occurrence);
      const endpoints = day ? await endpointDays(trx, day) : [];
      const of = { planned, runbooks, endpoints, now: now().toJSDate() };
      const told = await whatIsTold(trx, occurrence, judged, of);
      const key = digestKey(occurrence.id);
      const root = { key, channel, parent: null, thread };
      await keepCurrent(trx, root, {
        ...digest(told),
        ...(requester === null ? {} : { requester }),
      });
      if (occurrence.status === "done" || occurrence.status === "failed") {
        await tellDetails(trx, told, (part) => ({ key: `${key}:${part}`, channel, parent: key }));
      }
    },
    undelivered: (trx, cadences) => tellUndelivered(trx, cadences, now()),
  };
}

/** The day that the digest of all daily checks is of; null of any other. */
function dayOf(occurrence: Occurrence): { from: number; to: number } | null {
  const { cadence, period, only_check: check, only_source: source, status } = occurrence;
  const isWhole = check === null && source === null && status === "done";
  if (cadence !== "daily" || period.span !== "day" || !isWhole) return null;
  const begin = DateTime.fromISO(period.from, { zone: period.timezone });
  return { from: begin.toMillis(), to: begin.plus({ days: 1 }).toMillis() };
}

/** The key of an occurrence's message in the outbox. */
export function digestKey(occurrence: string): string {
  return `digest:${occurrence}`;
}

/** What nobody waits for is told when it has ended, or takes long; what was told is kept current. */
async function isTime(trx: Trx, occurrence: Occurrence, now: DateTime): Promise<boolean> {
  const { id, asked_by: asker, again_by: again, status, started_at: started } = occurrence;
  if (status === "skipped") return false;
  if (asker !== null || again !== null || status === "done" || status === "failed") return true;
  if (status !== "running" || started === null) return false;
  if (now >= DateTime.fromJSDate(started).plus(patience)) return true;
  return isOwed(trx, digestKey(id));
}

/** Whether a message was told, or is about to be. */
async function isOwed(trx: Trx, key: string): Promise<boolean> {
  const query = trx.selectFrom("outbox").select("key").where("key", "=", key);
  return (await query.executeTakeFirst()) !== undefined;
}

async function tellDetails(
  trx: Trx,
  told: ToldDigest,
  place: (part: string) => Place,
): Promise<void> {
  const pages = furtherFindings(told);
  for (const [index, further] of pages.entries()) {
    await keepCurrent(trx, place(`further:${index}`), further);
  }
  const again = told.occurrence.again_at;
  for (let index = pages.length; again !== null; index += 1) {
    const page = place(`further:${index}`);
    if (!(await isOwed(trx, page.key))) break;
    await keepCurrent(trx, page, noFurther);
  }
  // What was judged again has pictures, rows and exports of its own.
  const part = (name: string): Place => place(again ? `${name}:again:${again.getTime()}` : name);
  const { wrong, silent } = told.digest;
  for (const one of [...wrong, ...silent].slice(0, mostDetailed)) {
    const files = findingFiles(one, told);
    if (files) await upload(trx, part(`finding:${findingOf(one)}`), files);
  }
  for (const [index, charts] of passedCharts(told).entries()) {
    await upload(trx, part(`charts:${index}`), charts);
  }
  const exports = exportList(told);
  if (exports) await post(trx, part("exports"), exports);
}
