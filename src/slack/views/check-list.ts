import type { DateTime } from "luxon";

import type { latestJudged } from "#cadence/occurrences.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";
import type { Cadence } from "#model/cadence.ts";
import { nextDue } from "#model/due.ts";
import { displayPeriod } from "#model/period.ts";
import type { Message } from "#slack/message.ts";
import { outcomeMarks } from "#slack/views/digest-finding.ts";
import { said } from "#slack/views/private.ts";

type Latest = Awaited<ReturnType<typeof latestJudged>>[number];

/** Every check with its title and last outcome, by cadence with when it is due. */
export function checkList(
  checks: ReadonlyMap<string, Pick<Check, "title" | "cadence">>,
  { cadences }: Pick<Config, "cadences">,
  latest: readonly Latest[],
  now: DateTime,
): Message {
  const groups = Map.groupBy(checks, ([, { cadence }]) => cadence);
  const parts = [...groups].map(([cadence, own]) => {
    const due = cadences.get(cadence);
    const lines = own.map(([id, { title }]) => `${lastOf(id, latest)} \`${id}\` ${title}`);
    return `*${cadence}*, ${due ? when(due, now) : "judged with every other cadence"}\n${lines.join("\n")}`;
  });
  const others = [...cadences.values()].filter(
    ({ id, checks: named }) => named && !groups.has(id as never),
  );
  const own = others.map(
    (due) => `*${due.id}*, ${when(due, now)}: ${due.checks?.join(", ") ?? ""}`,
  );
  return said([...parts, ...own, "`/check help` says how to type it."].join("\n\n"));
}

function lastOf(id: string, latest: readonly Latest[]): string {
  const own = latest.filter(({ judged }) => judged.check === id);
  if (own.length === 0) return "·";
  const marks = own.map(({ judged }) => outcomeMarks[judged.outcome]);
  const of = own
    .map(({ judged }) => displayPeriod(judged.period))
    .toSorted()
    .at(-1);
  return `${[...new Set(marks)].join("")} ${of}`;
}

/** When a cadence is next due, in its own timezone. */
function when(cadence: Cadence, now: DateTime): string {
  if (cadence.channel === null) return "by hand only";
  const due = nextDue(cadence, now);
  if (!due) return "never due";
  return `next ${due.setZone(cadence.timezone).toFormat("ccc yyyy-MM-dd HH:mm", { locale: "en-US" })} ${cadence.timezone}`;
}
