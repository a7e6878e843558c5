import { displayLength } from "#model/duration.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { counted, listed } from "#model/phrases.ts";
import { cut } from "#slack/block-budget.ts";
import type { Moment } from "#slack/incident-moments.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, instant, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import type { ToldIncident } from "#slack/views/incident.ts";
import { conditionMark, conditionWords } from "#slack/views/condition-words.ts";
import { costOf, headingOf, lengthOf, markOf } from "#slack/views/incident-heading.ts";
import { endpointIn, verbOf } from "#slack/views/incident-timeline.ts";
import { lossSentences } from "#slack/views/loss.ts";
import { timingLine } from "#model/timing.ts";

const mostLines = 8;

/** What is said in an incident's thread of one moment; null of what its first message says already. */
export function replyTo({ kind, events }: Moment, told: ToldIncident): Message | null {
  const { incident } = told;
  const [first] = events;
  if (!first || kind === "opened") return null;
  switch (first.kind) {
    case "down":
      return several("🔴", `${counted(countOf(events), "more endpoint")} failed`, events);
    case "flapping":
      return several("⚠️", "Going up and down", events);
    case "changed":
      return several("↪️", "It goes on for another reason", events);
    case "up":
    case "steady":
      return kind === "recovered"
        ? several("✅", "Up again", events)
        : several("🔴", "It has stopped going up and down, and stays down", events);
    case "removed":
      return several("▫️", "Looked at no more, for the configuration has it no more", events);
    case "still":
      return stillDown(told, displayLength(Date.parse(first.at) - Date.parse(first.since)));
    case "turning":
      return turning(first);
    case "acknowledged":
      return reply(["☑️ ", person(first.by), " has acknowledged it."], "Acknowledged");
    case "assigned":
      return reply(
        ["👤 ", person(first.to), ", ", person(first.by), " asks you to look after this."],
        `Assigned to you: ${headingOf(incident)}`,
      );
    case "snoozed":
      return reply(
        ["💤 ", person(first.by), " has snoozed it until ", instant(first.until), "."],
        "Snoozed",
      );
    case "woken":
      return reply([`⏰ No longer quiet: ${first.reason}`], `⏰ ${first.reason}`);
    case "rechecked":
      return rechecked(events, first.by);
    case "maintenance":
      return reply(
        [
          "🛠️ ",
          person(first.by),
          " has declared maintenance until ",
          instant(first.until),
          `: ${first.reason}`,
        ],
        `Maintenance: ${first.reason}`,
      );
    case "run":
      return reply(["▶️ ", person(first.by), " has started a run from here."], "A run was started");
    case "loss":
      return costs(first, incident);
    case "ended":
      return ended(incident);
  }
}

/** It goes on; who said to be at it is called, else whose the endpoints are. */
function stillDown({ incident, owners }: ToldIncident, lasted: string): Message {
  const { assignee, acknowledged } = incident;
  const own = assignee ?? acknowledged?.by;
  const called = own === undefined ? owners : [own];
  const cost = costOf(incident);
  const words = `${headingOf(incident)}, for ${lasted} now`;
  const money = cost === null ? "" : ` ${cost.charAt(0).toUpperCase()}${cost.slice(1)}.`;
  return reply(
    ["🔔 ", ...called.flatMap((id): Inline[] => [person(id), " "]), bold(words), `.${money}`],
    `🔔 ${words}.${money}`,
  );
}

function turning({ endpoints, turns }: Extract<IncidentEvent, { kind: "turning" }>): Message {
  const names = listed(endpoints.map((each) => cut(each, 80)));
  const words = `${names} went up and down ${counted(turns, "time")} in the last ten minutes.`;
  return reply(["⚠️ ", words], `⚠️ ${words}`);
}

function ended(incident: Incident): Message {
  const words = `${headingOf(incident)}.`;
  return reply(
    [
      `${markOf(incident)} `,
      bold(words),
      incident.shared.by === "ourselves" ? ` It was away for ${lengthOf(incident)}.` : null,
    ],
    `${markOf(incident)} ${words}`,
  );
}

/** While it lasts the first message tells the loss as it grows; its thread has it from the end on, each time that something else is known. */
function costs(
  told: Extract<IncidentEvent, { kind: "loss" }>,
  { endedAt, events }: Incident,
): Message | null {
  const { loss } = told;
  if (endedAt === null || loss.unknown !== null) return null;
  const known = events
    .slice(0, events.indexOf(told) + 1)
    .flatMap((event) => (event.kind === "loss" && event.at >= endedAt ? [event.loss] : []))
    .map((each) => lossSentences(each).join("\n"));
  const [now = "", before] = known.toReversed();
  if (now === "" || now === before) return null;
  const heading = loss.isCorrected
    ? "What it cost, with the records that came in late:"
    : "What it probably cost, before late records come in:";
  const sentences = lossSentences(loss);
  return message(`💸 ${heading} ${sentences[0] ?? ""}`, [
    richText(line(["💸 ", bold(heading)]), bullets(sentences.map((each) => line([each], 500)))),
  ]);
}

function rechecked(events: readonly IncidentEvent[], by: string): Message {
  const looks = events.flatMap((event) => (event.kind === "rechecked" ? [event] : []));
  const lines = looks.slice(0, mostLines).map(({ endpoint, condition, text, phases }) => {
    const mark = conditionMark(condition);
    const timing = timingLine(phases);
    return line(
      [
        `${mark} `,
        bold(endpoint, 80),
        ` ${conditionWords[condition].does[0]}. `,
        cut(text, 300),
        timing === "" ? null : ` (${timing})`,
      ],
      400,
    );
  });
  const well = looks.filter(({ condition }) => condition === "up").length;
  const words = looks.length === 1 ? "" : `, ${well} of ${looks.length} up`;
  return message(`🔎 Looked at again${words}`, [
    richText(line(["🔎 ", person(by), ` has had it looked at again${words}:`])),
    richText(bullets([...lines, ...rest(looks.length)])),
  ]);
}

/** What several endpoints did: each in its line with what was seen, or all in one where there is nothing to add. */
function several(mark: string, heading: string, events: readonly IncidentEvent[]): Message {
  const last = new Map(events.map((event) => [endpointIn(event)[0] ?? "", event]));
  const names = listed(
    [...last.keys()].map((each) => cut(each, 80)),
    mostLines,
  );
  const told = [...last].flatMap(([endpoint, event]) =>
    "text" in event ? [{ endpoint, event, text: event.text }] : [],
  );
  if (told.length === 0)
    return reply([`${mark} `, bold(`${heading}: ${names}.`, 900)], `${mark} ${heading}: ${names}`);
  const lines = told
    .slice(0, mostLines)
    .map(({ endpoint, event, text }) =>
      line([bold(endpoint, 80), ` ${verbOf(event)}. ${cut(text, 300)}`], 400),
    );
  return message(`${mark} ${heading}: ${names}`, [
    richText(line([`${mark} `, bold(`${heading}.`)])),
    richText(bullets([...lines, ...rest(last.size)])),
  ]);
}

function rest(count: number) {
  return count > mostLines
    ? [line([`and ${(count - mostLines).toLocaleString("en-US")} more`])]
    : [];
}

function countOf(events: readonly IncidentEvent[]): number {
  return new Set(events.flatMap(endpointIn)).size;
}

function reply(words: readonly Inline[], text: string): Message {
  return message(text, [richText(line(words, 600))]);
}
