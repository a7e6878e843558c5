import type { KnownBlock, RichTextElement } from "@slack/types";

import { counted } from "#model/phrases.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import type { EndpointBoard, StandingIncident } from "#slack/endpoint-board.ts";
import type { Standing } from "#slack/home-entries.ts";
import { bold, bullets, instant, line, person, richText } from "#slack/rich-text.ts";
import type { Inline } from "#slack/rich-text.ts";
import { endpointLine } from "#slack/views/endpoint-line.ts";
import { standingsInShort } from "#slack/views/endpoint-list.ts";
import { pictureBlock } from "#slack/views/picture-block.ts";
import { costOf, headingOf, markOf } from "#slack/views/incident-heading.ts";

const mostIncidents = 6;
const mostEndpoints = 8;

/** How the endpoints stand: incidents that go on, linked to their threads, and what is not up; nothing where none is configured. */
export function endpointBlocks(
  { endpoints, incidents, picture = null }: EndpointBoard,
  linkOf: (at: Standing | null) => string | null,
): KnownBlock[] {
  if (endpoints.length === 0) return [];
  const ill = endpoints.filter(({ standing }) => standing !== "up");
  const count = incidents.length === 0 ? "" : ` (${counted(incidents.length, "open incident")})`;
  return [
    { type: "header", text: { type: "plain_text", text: `Endpoints${count}` } },
    ...listOf(incidents, mostIncidents, (one) => incidentLine(one, linkOf)),
    {
      type: "context",
      elements: [{ type: "mrkdwn", text: escapeWithin(standingsInShort(endpoints), 400) }],
    },
    ...listOf(ill, mostEndpoints, (one) => endpointLine(one, 160)),
    ...(picture ? [pictureBlock(picture)] : []),
  ];
}

function incidentLine(
  { incident, at }: StandingIncident,
  linkOf: (at: Standing | null) => string | null,
): Inline[] {
  const url = linkOf(at);
  const heading = headingOf(incident);
  const name: RichTextElement = url === null ? bold(heading) : { type: "link", url, text: heading };
  const cost = costOf(incident);
  const { acknowledged, assignee } = incident;
  const own = assignee ?? acknowledged?.by ?? null;
  return [
    `${markOf(incident)} `,
    name,
    " since ",
    instant(incident.beganAt),
    cost === null ? null : `, ${cost}`,
    ...(own === null ? [", nobody has taken it"] : [", ", person(own), " is at it"]),
  ];
}

function listOf<Entry>(
  entries: readonly Entry[],
  most: number,
  words: (entry: Entry) => Inline[],
): KnownBlock[] {
  if (entries.length === 0) return [];
  const left = entries.length - most;
  const lines = entries.slice(0, most).map((entry) => line(words(entry), 300));
  return [richText(bullets([...lines, ...(left > 0 ? [line([`and ${left} more`])] : [])]))];
}
