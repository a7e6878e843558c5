import { displayDuration, displayLength } from "#model/duration.ts";
import { quantile } from "#model/latency.ts";
import { displayUptime } from "#model/tally-words.ts";
import { uptimeOf } from "#model/tally.ts";
import { cut } from "#slack/block-budget.ts";
import type { EndpointStanding } from "#slack/endpoint-board.ts";
import { bold, instant, person } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { conditionWords } from "#slack/views/condition-words.ts";

/** Told apart by shape, too. */
export const standingMarks: Readonly<Record<EndpointStanding["standing"], string>> = {
  down: "🔴",
  flapping: "⚠️",
  suspect: "🔎",
  unknown: "❔",
  maintained: "🛠️",
  paused: "⏸️",
  new: "▫️",
  up: "✅",
};

/** An endpoint in one line: how it stands, since when, and its last day. */
export function endpointLine(one: EndpointStanding, longest = 200): Inline[] {
  const day = dayWords(one);
  return [
    `${standingMarks[one.standing]} `,
    bold(one.endpoint.id, 80),
    ...standsHow(one, longest),
    ...(day === null ? [] : [` · ${day}`]),
  ];
}

function standsHow({ standing, row, maintenance }: EndpointStanding, longest: number): Inline[] {
  if (row?.pausedBy) return [" is paused by ", person(row.pausedBy)];
  if (!row?.observation) return [" has not been looked at yet"];
  const { state, observation, lookedAt } = row;
  const text = cut(observation.text, longest);
  const since = instant(new Date(state.downSince ?? state.since).toISOString());
  const does = conditionWords[observation.condition].does[0];
  switch (standing) {
    case "down":
      return [` ${does} since `, since, `. ${text}`];
    case "maintained":
      return [` is in maintenance until `, untilOf(maintenance), `. ${text}`];
    case "flapping":
      return [` keeps going up and down. ${text}`];
    case "suspect":
      return [` failed just now, and is looked at again. ${text}`];
    case "unknown":
      return [` ${text}`];
    default:
      return [
        ` is up: ${displayDuration(observation.milliseconds)}, `,
        lookedAt ? instant(lookedAt.toISOString(), "{ago}") : null,
      ];
  }
}

function untilOf(maintenance: EndpointStanding["maintenance"]): Inline {
  return maintenance ? instant(new Date(maintenance.until).toISOString()) : null;
}

/** Milliseconds of a day that are the whole of it for people; its first and last minutes may be missing. */
const mostOfDay = 23 * 3_600_000;

/** The last 24 hours in some words, `99.98 % up in 24 h, p95 240 ms`, or what of them is known; null where nothing is. */
function dayWords({ day }: EndpointStanding): string | null {
  const uptime = day && uptimeOf(day);
  if (!day || uptime === null) return null;
  const slow = quantile(day.latency, 0.95);
  const told = day.up + day.down + day.excused;
  const span = told < mostOfDay ? `the ${displayLength(told)} watched` : "24 h";
  return `${displayUptime(uptime)} up in ${span}${slow === null ? "" : `, p95 ${displayDuration(slow)}`}`;
}
