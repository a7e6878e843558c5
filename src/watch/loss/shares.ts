import type { Kysely } from "kysely";

import type { Keep } from "#model/history.ts";
import type { Outage } from "#model/loss-estimate.ts";
import { failuresOf, looksOf } from "#model/tally.ts";
import type { Database } from "#store/schema.ts";
import { stepsOf } from "#watch/history/read.ts";
import type { OutagesOf } from "#watch/loss/what-is-lost.ts";

const minute = 60_000;
/** Of what turns to and fro, where nobody has looked. */
const half = 0.5;

/** An ill time as outages: one of all that is down, the share of each minute's looks that failed of what turns to and fro. */
export function sharesFrom(db: Kysely<Database>, keep: Keep, now: number): OutagesOf {
  return async ({ from, to, isFlapping }, { id, retried }) => {
    if (!isFlapping) return [{ from, to, share: 1, retried }];
    const steps = await stepsOf(id, { from, to, step: minute }, { db, keep, now });
    const outages: Outage[] = [];
    let at = from;
    for (const { at: begins, tally } of steps) {
      const bad = failuresOf(tally);
      const told = bad + looksOf(tally, "up");
      const until = Math.min(to, begins + minute);
      if (told === 0 || until <= at) continue;
      const share = bad / told;
      if (begins > at) outages.push({ from: at, to: begins, share: half, retried });
      outages.push({ from: Math.max(at, begins), to: until, share, retried });
      at = until;
    }
    return at < to ? [...outages, { from: at, to, share: half, retried }] : outages;
  };
}
