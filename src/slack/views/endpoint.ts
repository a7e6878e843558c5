import type { KnownBlock } from "@slack/types";

import { displayDuration } from "#model/duration.ts";
import { failuresOf, looksOf } from "#model/tally.ts";
import { counted } from "#model/phrases.ts";
import type { EndpointStanding } from "#slack/endpoint-board.ts";
import type { GivenPicture } from "#slack/give-picture.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { line, richText } from "#slack/rich-text.ts";
import { endpointButton } from "#slack/views/endpoint-buttons.ts";
import { endpointLine, standingMarks } from "#slack/views/endpoint-line.ts";
import { pictureBlock } from "#slack/views/picture-block.ts";
import { lookBlocks } from "#slack/views/look.ts";

/** One endpoint: how it stands and stood, its last look with its timing, and what can be done. */
export function endpointMessage(
  one: EndpointStanding,
  pictures: readonly GivenPicture[] = [],
): Message {
  const { endpoint, row, day } = one;
  const { id, kind, host, interval, source, program } = endpoint;
  const of = [source, program].filter((each) => each !== null).join(", ");
  const about = [
    `${kind}${host === null ? "" : ` of ${host}`}, every ${displayDuration(interval)}`,
    ...(of === "" ? [] : [`it matters to ${of}`]),
    ...(day
      ? [`${counted(looksOf(day), "look")} in 24 h, ${counted(failuresOf(day), "failure")}`]
      : []),
  ];
  const isPaused = row !== null && row.pausedBy !== null;
  const blocks = (shown: readonly GivenPicture[]): KnownBlock[] => [
    richText(line(endpointLine(one, 600), 700), line([about.join(" · ")], 600)),
    ...shown.map(pictureBlock),
    ...(row?.observation ? lookBlocks(row.observation) : []),
    {
      type: "actions",
      block_id: "endpoint",
      elements: [
        endpointButton("test", "Look now", id),
        isPaused ? endpointButton("resume", "Resume", id) : endpointButton("pause", "Pause", id),
      ],
    },
  ];
  const words = `${standingMarks[one.standing]} ${id}: ${row?.observation?.text ?? "not looked at yet"}`;
  // Pictures that Slack has not made ready yet are left out.
  return message(words, blocks(pictures), pictures.length === 0 ? null : blocks([]));
}
