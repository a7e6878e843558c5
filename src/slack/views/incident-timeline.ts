import { stringify } from "csv-stringify/sync";

import { neutralCell } from "#evidence/package/spreadsheet-cell.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { counted, listed } from "#model/phrases.ts";
import type { Moment } from "#slack/incident-moments.ts";
import { momentsOf } from "#slack/incident-moments.ts";
import { instant, line, person } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { conditionWords } from "#slack/views/condition-words.ts";
import { lossInShort } from "#slack/views/loss.ts";

/** Lines of a message; of more the first and the last are shown. */
const mostLines = 10;
/** Milliseconds in which a time of day says which. */
export const halfDay = 12 * 3_600_000;

/** What happened, moment by moment, for the message of an incident that has ended. */
export function timelineLines(incident: Incident) {
  const { beganAt, endedAt } = incident;
  const isShort = endedAt !== null && Date.parse(endedAt) - Date.parse(beganAt) < halfDay;
  const format = isShort ? "{time_secs}" : "{date_short_pretty}, {time_secs}";
  const all = momentsOf(incident).flatMap((moment) => {
    const [first] = moment.events;
    const words = wordsOf(moment, format);
    return first && words.length > 0 ? [line([instant(first.at, format), " ", ...words], 200)] : [];
  });
  if (all.length <= mostLines) return all;
  const left = all.length - mostLines;
  const half = mostLines / 2;
  const between = line([`… ${left.toLocaleString("en-US")} more, in the file below`]);
  return [...all.slice(0, half), between, ...all.slice(-half)];
}

/** A moment in some words, without who is called or what to do; none where the message says it already. */
function wordsOf({ kind, events }: Moment, format: string): Inline[] {
  const [first] = events;
  const names = listed([...new Set(events.flatMap(endpointIn))]);
  if (!first) return [];
  switch (first.kind) {
    case "down":
      // It is told once it is confirmed; how long it went on is counted from here.
      return events.length === 1
        ? [`${names} since `, instant(first.since, format), `: ${first.text}`]
        : [`${names} failed`];
    case "changed":
      return events.length === 1 ? [`${names}: ${first.text}`] : [`${names} failed`];
    case "flapping":
      return [`${names}: going up and down`];
    case "up":
      return events.length === 1
        ? [`${names} up again since `, instant(first.since, format)]
        : [`${names} up again`];
    case "steady":
      return [kind === "recovered" ? `${names} up again` : `${names} stays down`];
    case "removed":
      return [`${names} looked at no more`];
    case "still":
      return ["still not well"];
    case "turning":
      return [`${listed(first.endpoints)} turned ${counted(first.turns, "time")}`];
    case "acknowledged":
      return ["acknowledged by ", person(first.by)];
    case "assigned":
      return ["assigned to ", person(first.to), " by ", person(first.by)];
    case "snoozed":
      return ["snoozed by ", person(first.by)];
    case "woken":
      return [first.reason];
    case "rechecked":
      return [`${names} looked at again by `, person(first.by)];
    case "maintenance":
      return ["maintenance declared by ", person(first.by), `: ${first.reason}`];
    case "run":
      return ["runbook started by ", person(first.by)];
    case "loss": {
      const money = lossInShort(first.loss);
      return money === null ? [] : [`loss: ${money}`];
    }
    case "ended":
      return [];
  }
}

/** Every event of an incident, one to a line. */
export function timelineSheet({ events }: Pick<Incident, "events">): string {
  const head = ["at", "event", "endpoint", "since", "condition", "person", "text"];
  return stringify([head, ...events.map((event) => rowOf(event).map(neutralCell))]);
}

function rowOf(event: IncidentEvent): string[] {
  const told: Readonly<Record<string, unknown>> = { ...event };
  const word = (key: string): string => (key in told ? String(told[key]) : "");
  const [text] = [word("text"), word("reason"), word("run"), lossIn(event)].filter(Boolean);
  const parts = [
    ...(word("to") === "" ? [] : [`to ${word("to")}`]),
    ...(word("until") === "" ? [] : [`until ${word("until")}`]),
    ...(word("turns") === "" ? [] : [`${word("turns")} turns of ${word("endpoints")}`]),
    text ?? "",
  ];
  const cells = ["endpoint", "since", "condition", "by"].map(word);
  return [event.at, event.kind, ...cells, parts.join(" ").trim()];
}

function lossIn(event: IncidentEvent): string {
  return event.kind === "loss" ? (lossInShort(event.loss) ?? "") : "";
}

/** The endpoint an event is about, if it is about one. */
export function endpointIn(event: IncidentEvent): string[] {
  return "endpoint" in event ? [event.endpoint] : [];
}

/** What an event of an endpoint says of it, in one verb. */
export function verbOf(event: IncidentEvent): string {
  if (event.kind === "flapping") return "keeps going up and down";
  return "condition" in event ? conditionWords[event.condition].does[0] : "";
}
