import { UsageError } from "#errors.ts";
import { ledgerOf } from "#evidence/ledger.ts";
import { missingArtifacts } from "#model/artifacts.ts";
import type { Desk } from "#slack/desk.ts";
import { tell } from "#slack/desk.ts";
import type { Received } from "#slack/inbox.ts";
import { packageRun } from "#slack/packaging.ts";
import { permalinkOf } from "#slack/permalink.ts";
import { newestRuns } from "#slack/runs-of-channel.ts";
import type { PlacedRun } from "#slack/runs-of-channel.ts";
import { evidenceList } from "#slack/views/evidence-list.ts";
import type { ListedRun } from "#slack/views/evidence-list.ts";

const mostListed = 8;

/** Packages the run that was named or whose thread it was asked in; where that is no single run, lists the newest to choose from. */
export async function showEvidence(
  named: string | null,
  received: Received,
  desk: Desk,
): Promise<void> {
  const { channel, thread } = received.interaction;
  if (named !== null && named !== "last") return packageRun(named, null, received, desk);
  const here = thread === null ? [] : await runsIn(desk, channel, thread);
  const runs = here.length > 0 ? here : await runsIn(desk, channel, null);
  const [newest] = runs;
  if (!newest) {
    throw new UsageError(
      "Nothing has been run in this channel yet. `/runbook` starts a run; its evidence is listed here then.",
    );
  }
  if (named === "last" || here.length === 1) return packageRun(newest.id, null, received, desk);
  const listed = await Promise.all(runs.map((run) => stateOf(run, desk)));
  await tell(received, desk, evidenceList(listed, { isOfThread: here.length > 0 }));
}

function runsIn({ store }: Desk, channel: string, thread: string | null): Promise<PlacedRun[]> {
  return newestRuns(store.db, { channel, thread, most: mostListed });
}

async function stateOf(run: PlacedRun, { store, client }: Desk): Promise<ListedRun> {
  const missing = missingArtifacts(await ledgerOf(store.db, run.id));
  const { channel, message_ts: ts } = run;
  // A list without its links is better than none.
  const link = ts === null ? null : await permalinkOf(client, channel, ts).catch(() => null);
  return { run, missing, link };
}
