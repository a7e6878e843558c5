import type { Occurrence } from "#cadence/occurrences.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, instant, line, richText } from "#slack/rich-text.ts";
import { occurrenceName, periodName } from "#slack/views/digest-heading.ts";

/**
 * That a digest is missing, and what to look at; `refusal` is what Slack said, null where it was not even sent. One that is
 * unfinished stands there as it was while its checks were at work.
 */
export function undelivered(
  occurrence: Occurrence,
  refusal: string | null,
  isUnfinished = false,
): Message {
  const name = `${occurrenceName({ occurrence })}, ${periodName(occurrence.period)}`;
  const channel = occurrence.channel ?? "";
  const why =
    refusal !== null
      ? `Slack refused it: ${refusal}. Invite me there with /invite, or name another channel in the configuration.`
      : occurrence.status === "done"
        ? "It is judged and could not be sent; Slack may be out of reach."
        : "Its checks are not all judged; look at the log, and at the sources.";
  const what = isUnfinished ? "could not be brought to its end" : "has not been delivered";
  const text = `The digest ${name} ${what}. ${why}`;
  return message(escapeWithin(text, 600), [
    richText(
      line([
        "🔕 ",
        bold(`${name} is ${isUnfinished ? "unfinished" : "missing"}`),
        " in ",
        { type: "channel", channel_id: channel },
        ", due ",
        instant(occurrence.due_at.toISOString()),
        ".",
      ]),
      line([why], 600),
    ),
  ]);
}
