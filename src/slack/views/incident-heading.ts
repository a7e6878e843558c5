import type { Affected, Incident, Shared } from "#model/incident.ts";
import { displayLength } from "#model/duration.ts";
import { counted } from "#model/phrases.ts";
import { cut } from "#slack/block-budget.ts";
import { whatTheyDo } from "#slack/views/condition-words.ts";
import { lossInShort } from "#slack/views/loss.ts";

const longestName = 80;

/** What an incident comes to, in one short sentence: what is down. */
export function headingOf(incident: Incident): string {
  const { shared, endedAt } = incident;
  const affected = endpointsOf(incident);
  if (shared.by === "ourselves") {
    const count = counted(affected.length, "endpoint");
    const cannot = shared.isGuess === true ? "probably cannot" : "cannot";
    return endedAt === null
      ? `Countercheck itself ${cannot} reach the network: ${count} cannot be looked at`
      : "Countercheck reaches the network again";
  }
  const [first] = affected;
  const one = affected.length === 1 && first ? first : null;
  if (endedAt !== null) {
    if (isAllRemoved(incident)) {
      const nobody = `${one ? "is" : "are"} looked at no more`;
      return `${subject(incident.shared, affected, affected)} ${nobody}, after ${lengthOf(incident)}`;
    }
    return `${subject(incident.shared, affected, affected)} ${one ? "is" : "are"} up again after ${lengthOf(incident)}`;
  }
  const bad = stillBad(incident);
  return `${subject(incident.shared, bad, affected)} ${whatTheyDo(bad, one !== null || bad.length === 1)}`;
}

/** True of an endpoint that left its incident since the configuration has it no more: nobody saw it well. */
export function isRemoved({ events }: Pick<Incident, "events">, endpoint: string): boolean {
  const last = events.findLast(
    (event) =>
      ["up", "steady", "removed"].includes(event.kind) &&
      "endpoint" in event &&
      event.endpoint === endpoint,
  );
  return last?.kind === "removed";
}

/** True of an incident that ended without anybody seeing its endpoints well. */
function isAllRemoved(incident: Incident): boolean {
  return endpointsOf(incident).every(({ endpoint }) => isRemoved(incident, endpoint));
}

/** Every endpoint of an incident with its last outage, in the order in which they joined. */
export function endpointsOf({ affected }: Pick<Incident, "affected">): readonly Affected[] {
  return [...new Map(affected.map((one) => [one.endpoint, one])).values()];
}

/** Those that are not well yet. */
export function stillBad(incident: Pick<Incident, "affected">): readonly Affected[] {
  return endpointsOf(incident).filter(({ until }) => until === null);
}

/** How long it went on. */
export function lengthOf({ beganAt, endedAt }: Pick<Incident, "beganAt" | "endedAt">): string {
  return displayLength(Date.parse(endedAt ?? beganAt) - Date.parse(beganAt));
}

/** Told apart by shape, too. */
export function markOf(incident: Incident): string {
  const { endedAt, affected, maintenance, shared } = incident;
  if (endedAt !== null) return isAllRemoved(incident) ? "▫️" : "✅";
  if (shared.by === "ourselves") return "📡";
  if (maintenance) return "🛠️";
  const bad = stillBad({ affected });
  return bad.length > 0 && bad.every(({ isFlapping }) => isFlapping) ? "⚠️" : "🔴";
}

/** What it costs, as the heading has it: `about $412 commission probably lost so far`; null where nothing is known. */
export function costOf({ loss, endedAt }: Pick<Incident, "loss" | "endedAt">): string | null {
  const money = loss ? lossInShort(loss) : null;
  if (money === null) return null;
  if (endedAt === null) return `${money} probably lost so far`;
  return loss?.isCorrected === true ? `${money} lost` : `${money} probably lost`;
}

function subject(
  { by, name }: Shared,
  those: readonly Affected[],
  all: readonly Affected[],
): string {
  const [one] = all;
  if (all.length === 1 && one) return cut(one.endpoint, longestName);
  const count =
    those.length === all.length
      ? counted(all.length, "endpoint")
      : `${those.length.toLocaleString("en-US")} of ${counted(all.length, "endpoint")}`;
  const of = cut(name, longestName);
  if (by === "provider") return `${count} of ${of}`;
  if (by === "host") return `${count} at ${of}`;
  if (by === "dependency") return `${of} and what depends on it: ${count}`;
  return count;
}
