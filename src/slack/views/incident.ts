import type { KnownBlock } from "@slack/types";

import type { Affected, Incident } from "#model/incident.ts";
import { counted, listed } from "#model/phrases.ts";
import { cut } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, instant, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { conditionWords } from "#slack/views/condition-words.ts";
import { incidentButtons } from "#slack/views/incident-buttons.ts";
import {
  costOf,
  endpointsOf,
  headingOf,
  isRemoved,
  markOf,
  stillBad,
} from "#slack/views/incident-heading.ts";
import { halfDay, timelineLines } from "#slack/views/incident-timeline.ts";
import { lossSentences } from "#slack/views/loss.ts";

/** Endpoints of one message, so that it can be read on a phone; the rest are counted. */
const mostEndpoints = 8;
/** Of so many each is told with what was seen. */
const fewEndpoints = 3;
const comesAndGoes = "It comes and goes: this message tells of it until it is steady.";
const longest = 300;

/** An incident, and who looks after its endpoints: Slack user ids. */
export interface ToldIncident {
  readonly incident: Incident;
  readonly owners: readonly string[];
}

/** The one message of an incident: what is down, since when, what it costs; who is at it, and what can be done. */
export function incidentMessage(told: ToldIncident): Message {
  const { incident } = told;
  const { endedAt, beganAt, loss } = incident;
  const affected = endpointsOf(incident);
  const mark = markOf(incident);
  const heading = headingOf(incident);
  const cost = costOf(incident);
  const first = exampleOf(stillBad(incident)) ?? affected[0];
  const blocks: KnownBlock[] = [
    richText(
      line([
        `${mark} `,
        bold(heading),
        endedAt === null ? " since " : ", from ",
        instant(beganAt),
        ...(endedAt === null ? [] : [" to ", endOf(beganAt, endedAt)]),
        cost === null ? "." : ". ",
        cost === null ? null : bold(`${capital(cost)}.`, 200),
      ]),
      ...(endedAt === null ? whatIsSeen(incident) : []),
    ),
    ...(affected.length > 1 ? [richText(bullets(endpointLines(incident)))] : []),
    ...linesOf(loss ? lossSentences(loss).map((each): Inline[] => ["💸 ", each]) : []),
    ...linesOf(stateOf(told)),
    ...(endedAt === null ? [] : [richText(bullets(timelineLines(incident)))]),
    incidentButtons(incident),
  ];
  const fact = endedAt === null && first ? ` ${first.text}` : "";
  return message(`${mark} ${heading}.${fact}${cost === null ? "" : ` ${capital(cost)}.`}`, blocks);
}

function endOf(from: string, to: string): Inline {
  const isShort = Date.parse(to) - Date.parse(from) < halfDay;
  return isShort ? instant(to, "{time}") : instant(to);
}

/** What was seen: of one endpoint all of it and whose it is to mend, of many an example. */
function whatIsSeen(incident: Incident) {
  const bad = stillBad(incident);
  const first = exampleOf(bad);
  if (!first) return [];
  if (incident.shared.by === "ourselves") {
    return [line(["Nothing is known of them meanwhile: this is no outage of theirs."])];
  }
  if (isLong(incident)) return [line([`${first.endpoint}: ${first.text}`], 400)];
  if (endpointsOf(incident).length > 1) return [];
  const cause = first.isFlapping ? comesAndGoes : conditionWords[first.condition].cause;
  return [line([first.text], 600), line([cause])];
}

/** What one that comes and goes was seen to do last may be that it answered. */
function exampleOf(bad: readonly Affected[]): Affected | undefined {
  return bad.find(({ isFlapping }) => !isFlapping) ?? bad[0];
}

/** Of many endpoints a line each has only what tells them apart. */
function isLong(incident: Incident): boolean {
  return endpointsOf(incident).length > fewEndpoints;
}

/** Those that are not well come first, in the order in which they joined. */
function endpointLines(incident: Incident) {
  const affected = endpointsOf(incident);
  if (incident.shared.by === "ourselves") {
    return [
      line([
        listed(
          affected.map(({ endpoint }) => cut(endpoint, 80)),
          mostEndpoints,
        ),
      ]),
    ];
  }
  const bad = stillBad(incident);
  const well = affected.filter(({ until }) => until !== null);
  const lines = [...bad, ...well].slice(0, mostEndpoints);
  const left = affected.length - mostEndpoints;
  const leftBad = Math.max(bad.length - mostEndpoints, 0);
  const of = leftBad === left || leftBad === 0 ? "" : `, ${leftBad} of them not well`;
  return [
    ...lines.map((one) => line(endpointLine(one, incident))),
    ...(left > 0 ? [line([`and ${counted(left, "more endpoint")}${of}`])] : []),
  ];
}

function endpointLine(one: Affected, incident: Incident): Inline[] {
  const { endpoint, condition, text, until, isFlapping } = one;
  const name = bold(endpoint, 80);
  if (until !== null) {
    return isRemoved(incident, endpoint)
      ? ["▫️ ", name, " looked at no more"]
      : ["✅ ", name, " up again"];
  }
  const isAlike = stillBad(incident).every(
    (other) => other.condition === condition && other.isFlapping === isFlapping,
  );
  const does = isFlapping ? "keeps going up and down" : conditionWords[condition].does[0];
  if (isLong(incident)) return ["🔴 ", name, isAlike ? null : ` ${does}`];
  return ["🔴 ", name, ` ${does}. `, cut(text, longest)];
}

/** Who is at it, until when nobody is called, and what runs. */
function stateOf({ incident, owners }: ToldIncident): Inline[][] {
  const { acknowledged, assignee, snoozedUntil, maintenance, runs, endedAt } = incident;
  const people: Inline[][] = [
    ...(acknowledged ? [["☑️ Acknowledged by ", person(acknowledged.by)]] : []),
    ...(assignee === null ? [] : [["👤 Assigned to ", person(assignee)]]),
    ...(owners.length > 0 && assignee === null && !acknowledged && endedAt === null
      ? [["👤 ", ...owners.flatMap((id, at): Inline[] => [at === 0 ? "" : ", ", person(id)])]]
      : []),
    ...(runs.length === 0 ? [] : [[`▶️ ${counted(runs.length, "run")} started from here`]]),
  ];
  return [
    ...(people.length === 0
      ? []
      : [people.flatMap((part, at): Inline[] => (at === 0 ? part : [" · ", ...part]))]),
    ...(snoozedUntil === null || endedAt !== null
      ? []
      : [["💤 Snoozed until ", instant(snoozedUntil), "; it wakes earlier when it gets worse"]]),
    ...(maintenance === null || endedAt !== null
      ? []
      : [
          [
            "🛠️ Maintenance until ",
            instant(maintenance.until),
            `: ${cut(maintenance.reason, 200)}`,
          ],
        ]),
  ];
}

function linesOf(lines: readonly Inline[][]): KnownBlock[] {
  return lines.length === 0 ? [] : [richText(...lines.map((each) => line(each, 500)))];
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
