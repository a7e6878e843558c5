import type { Kysely } from "kysely";
import type { DateTime } from "luxon";

import { ConfigError, SourceError, UsageError } from "#errors.ts";
import { usualHistory } from "#model/history.ts";
import type { Incident } from "#model/incident.ts";
import { isCorrection } from "#model/loss-due.ts";
import type { Outage } from "#model/loss-estimate.ts";
import type { Loss } from "#model/loss.ts";
import { illTimesOf } from "#model/outages.ts";
import { programLosses } from "#model/program-loss.ts";
import type { PartnerLoss } from "#model/program-loss.ts";
import type { Database } from "#store/schema.ts";
import { recentIncidents } from "#watch/incidents/incident-rows.ts";
import { readPrograms } from "#watch/loss/read-programs.ts";
import type { ReadingParts } from "#watch/loss/read-programs.ts";
import type { Kept } from "#watch/loss/readings.ts";
import { readingsOf } from "#watch/loss/readings.ts";
import { sharesFrom } from "#watch/loss/shares.ts";
import { outagesOfProgram, whatIsLost } from "#watch/loss/what-is-lost.ts";
import type { AtSource } from "#watch/loss/what-is-lost.ts";
import type { Config } from "#config.ts";

export interface EstimateParts extends ReadingParts {
  readonly db: Kysely<Database>;
  readonly config: Pick<Config, "folder" | "timezone" | "currency" | "sources" | "watch">;
  /** Hears of what is a bug of ours. */
  readonly onFault: (error: unknown) => void;
}

/** What an incident cost as far as is known, and what was read for it. */
export interface Estimated {
  readonly loss: Loss;
  readonly readings: ReadonlyMap<string, Kept>;
}

/** Weeks in which an earlier outage would be taken for what is usual. */
const past = { weeks: 10 };

/** Estimates what an incident cost: from what was read as it opened while it lasts, from fresh exports once it has ended. */
export async function estimateLoss(
  incident: Incident,
  now: DateTime,
  parts: EstimateParts,
): Promise<Estimated> {
  const { db, config } = parts;
  const at = now.toMillis();
  const shares = sharesFrom(db, config.watch.keep ?? usualHistory.keep, at);
  const { sources, untold } = await whatIsLost(illTimesOf(incident, at), config, shares);
  const kept = await readingsOf(db, incident.id);
  const fresh = new Map<string, Kept>();
  const reasons = [...untold];
  const programs: Loss["programs"][number][] = [];
  for (const lost of sources) {
    try {
      const known = kept.get(lost.source);
      const isEnough = incident.endedAt === null && known && covers(known, lost);
      const reading = isEnough
        ? known
        : { readAt: now.toJSDate(), programs: await readPrograms(lost, now, parts) };
      if (!isEnough) fresh.set(lost.source, reading);
      const told = await lossesOf(incident, { lost, reading, now }, parts);
      programs.push(...told.losses);
      reasons.push(...told.reasons);
    } catch (error) {
      parts.signal.throwIfAborted();
      reasons.push(reasonOf(error, lost.source, parts.onFault));
    }
  }
  const unknown = programs.length > 0 ? null : (reasons[0] ?? "Nothing was down.");
  const isCorrected = programs.length > 0 && isCorrection(incident, at);
  return {
    loss: { at: now.toUTC().toISO() ?? "", programs, isCorrected, unknown },
    readings: fresh,
  };
}

/** What each partner lost by what was last read for an incident: those who lost most come first. */
export async function partnerLosses(
  incident: Incident,
  now: DateTime,
  parts: Pick<EstimateParts, "db" | "config">,
): Promise<PartnerLoss[]> {
  const { db, config } = parts;
  const at = now.toMillis();
  const shares = sharesFrom(db, config.watch.keep ?? usualHistory.keep, at);
  const { sources } = await whatIsLost(illTimesOf(incident, at), config, shares);
  const kept = await readingsOf(db, incident.id);
  const partners: PartnerLoss[] = [];
  for (const lost of sources) {
    const reading = kept.get(lost.source);
    if (reading)
      partners.push(...(await lossesOf(incident, { lost, reading, now }, parts)).partners);
  }
  return partners.toSorted((a, b) => Number(b.missing.likely) - Number(a.missing.likely));
}

const untoldBy = {
  young: (whose: string) =>
    `${whose} has less than four weeks of conversions before this, too few to say what is usual.`,
  stale: (whose: string) =>
    `The export of ${whose} has no conversions of the time right before this, so what is usual now cannot be told; look whether it is up to date.`,
};

interface Found {
  readonly losses: Loss["programs"][number][];
  readonly partners: PartnerLoss[];
  readonly reasons: string[];
}

async function lossesOf(
  incident: Incident,
  {
    lost,
    reading,
    now,
  }: { readonly lost: AtSource; readonly reading: Kept; readonly now: DateTime },
  { db, config }: Pick<EstimateParts, "db" | "config">,
): Promise<Found> {
  const found: Found = { losses: [], partners: [], reasons: [] };
  const ill = await earlierOutages(incident, { lost, now }, { db, config });
  for (const program of reading.programs) {
    const outages = outagesOfProgram(lost, program.program);
    if (outages.length === 0) continue;
    const told = programLosses(program, outages, {
      timezone: config.timezone,
      ill: ill.get(program.program) ?? [],
    });
    if ("untold" in told) {
      found.reasons.push(untoldBy[told.untold](program.program ?? lost.source));
    } else {
      found.losses.push(...told.losses);
      found.partners.push(...told.partners);
    }
  }
  if (found.losses.length === 0 && found.reasons.length === 0) {
    const named = [...lost.outages.keys()].filter((program) => program !== null);
    const whose = named.length > 0 ? named.join(", ") : "this outage";
    found.reasons.push(`${lost.source} exports no conversions of ${whose}.`);
  }
  return found;
}

/** Outages of the same programs before, by program: what came in then is not what is usual. */
async function earlierOutages(
  incident: Incident,
  { lost, now }: { readonly lost: AtSource; readonly now: DateTime },
  { db, config }: Pick<EstimateParts, "db" | "config">,
): Promise<Map<string | null, Pick<Outage, "from" | "to">[]>> {
  const earlier = await recentIncidents(db, now.minus(past).toJSDate(), now.toJSDate());
  const ill = new Map<string | null, Pick<Outage, "from" | "to">[]>();
  const times = earlier
    .filter(({ id }) => id !== incident.id)
    .flatMap((one) => illTimesOf(one, now.toMillis()))
    .filter(({ isFlapping }) => !isFlapping);
  const before = await whatIsLost(times, config, async ({ from, to }, { retried }) => [
    { from, to, share: 1, retried },
  ]);
  const same = before.sources.find(({ source }) => source === lost.source);
  if (!same) return ill;
  for (const program of [null, ...lost.outages.keys(), ...same.outages.keys()]) {
    ill.set(program, outagesOfProgram(same, program));
  }
  return ill;
}

/** Whether what was read is of every program that an outage is of. */
function covers({ programs }: Kept, { outages }: AtSource): boolean {
  const known = new Set(programs.map(({ program }) => program));
  return [...outages.keys()].every((program) => program === null || known.has(program));
}

function reasonOf(error: unknown, source: string, onFault: (error: unknown) => void): string {
  const isTold =
    error instanceof UsageError || error instanceof SourceError || error instanceof ConfigError;
  if (isTold) return error.message;
  onFault(error);
  return `What ${source} has lost could not be reckoned: a fault of Countercheck, which its log tells.`;
}
