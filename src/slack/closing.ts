import { lastDifference } from "#cadence/close/close-month.ts";
import { differenceLines } from "#cadence/close/difference-text.ts";
import { booksOf } from "#cadence/close/run-close.ts";
import { ConfigError, UsageError } from "#errors.ts";
import { suggestion } from "#nearest.ts";
import { mayDo } from "#runs/roles.ts";
import { personOf, refuseAccess } from "#slack/access.ts";
import type { Desk } from "#slack/desk.ts";
import { settle, tell } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { closeDifference } from "#slack/views/close-difference.ts";
import type { ShownDifference } from "#slack/views/close-difference.ts";

/** Tells a person how the last two versions of a closed month differ, of one source or of all. */
export async function showCloseDifference(
  { month, source }: { readonly month: string; readonly source: string | null },
  received: Received,
  desk: Desk,
): Promise<void> {
  const { config } = desk;
  const person = await personOf(received, desk);
  const deed = { runbook: "month-close", role: null };
  const sentence = mayDo(config.roles, person, "start", deed);
  if (sentence !== null) {
    const refused = { action: "start", runbook: deed.runbook, runId: null, sentence } as const;
    return settle(received, desk, (trx) => refuseAccess(trx, received, refused));
  }
  const known = [...config.sources.keys()];
  if (source !== null && !known.includes(source)) {
    throw new UsageError(`There is no source "${source}".${suggestion(source, known)}`, ["source"]);
  }
  const shown: ShownDifference[] = [];
  for (const id of source === null ? known : [source]) {
    const found = await foundIn(desk, { month, source: id });
    if (found) shown.push({ source: id, ...found });
  }
  if (shown.length === 0) throw new UsageError(`${month} is not closed; \`/close ${month}\` does.`);
  await tell(received, desk, closeDifference(month, shown));
}

/** What stands in the deployment's way is the person's to tell on. */
async function foundIn(
  { config }: Desk,
  of: { readonly month: string; readonly source: string },
): Promise<Omit<ShownDifference, "source"> | null> {
  try {
    const found = await lastDifference(booksOf(config), of);
    if (!found) return null;
    const { last, ...more } = found;
    const before = "before" in more ? more.before.signOff.version : null;
    const lines = "difference" in more ? differenceLines(more.difference) : [];
    return { signOff: last.signOff, before, lines };
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(error.message, [], { cause: error });
    throw error;
  }
}
