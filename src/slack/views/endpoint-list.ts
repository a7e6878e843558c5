import type { KnownBlock } from "@slack/types";

import { counted } from "#model/phrases.ts";
import type { EndpointStanding } from "#slack/endpoint-board.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, bullets, line, richText } from "#slack/rich-text.ts";
import { endpointMenu } from "#slack/views/endpoint-buttons.ts";
import { endpointLine } from "#slack/views/endpoint-line.ts";

const mostLines = 20;

/** How every endpoint stands, worst first, with a menu to open one and one to look at it now. */
export function endpointList(all: readonly EndpointStanding[]): Message {
  if (all.length === 0) {
    const words =
      "No endpoint is configured. Name them under endpoints: in the configuration, or look at an address by /probe test https://…";
    return message(words, [richText(line([words]))]);
  }
  const heading = standingsInShort(all);
  const lines = all.slice(0, mostLines).map((one) => line(endpointLine(one), 400));
  const left = all.length - mostLines;
  const ids = all.map(({ endpoint }) => endpoint.id);
  const menus = [
    endpointMenu("show", "Show one", ids),
    endpointMenu("test", "Look at one now", ids),
  ].filter((each) => each !== null);
  const blocks: KnownBlock[] = [
    richText(line([bold(heading)])),
    richText(
      bullets([...lines, ...(left > 0 ? [line([`and ${counted(left, "more endpoint")}`])] : [])]),
    ),
    ...(menus.length > 0
      ? [{ type: "actions" as const, block_id: "endpoints", elements: menus }]
      : []),
  ];
  return message(heading, blocks);
}

/** How many are up, and how many stand otherwise: `23 of 25 endpoints up, 1 down, 1 paused`. */
export function standingsInShort(all: readonly EndpointStanding[]): string {
  const counts = Map.groupBy(all, ({ standing }) => standing);
  const up = counts.get("up")?.length ?? 0;
  const words = {
    down: "down",
    flapping: "going up and down",
    suspect: "looked at again",
    unknown: "not to be told",
    maintained: "in maintenance",
    paused: "paused",
    new: "not looked at yet",
  } as const;
  const others = Object.entries(words).flatMap(([standing, word]) => {
    const count = counts.get(standing as keyof typeof words)?.length ?? 0;
    return count === 0 ? [] : [`${count.toLocaleString("en-US")} ${word}`];
  });
  const every = ["", "The only endpoint is", "Both endpoints are"][up];
  const first =
    up === all.length
      ? `${every ?? `All ${up.toLocaleString("en-US")} endpoints are`} up`
      : `${up.toLocaleString("en-US")} of ${counted(all.length, "endpoint")} up`;
  return [first, ...others].join(", ");
}
