import type { WebClient } from "@slack/web-api";
import type { Transaction } from "kysely";
import type { Logger } from "pino";

import type { Cadences } from "#cadence/cadences.ts";
import type { Check } from "#check.ts";
import type { Command } from "#command.ts";
import type { Config } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import type { Packaging } from "#evidence/packaging.ts";
import type { Sharing } from "#evidence/redaction/sharing.ts";
import { suggestion } from "#nearest.ts";
import type { Runbook } from "#runbook.ts";
import type { People } from "#runs/people.ts";
import type { RunRequest } from "#runs/runs.ts";
import type { Homes } from "#slack/homes.ts";
import type { Received } from "#slack/inbox.ts";
import { isOurs, markHandled } from "#slack/inbox.ts";
import type { Message } from "#slack/message.ts";
import { tellPrivately } from "#slack/outbox.ts";
import type { Workspace } from "#slack/slack-world.ts";
import type { UserGroups } from "#slack/user-groups.ts";
import type { WatchDesk } from "#slack/watch-desk.ts";
import type { Database } from "#store/schema.ts";
import type { Store } from "#store/store.ts";

/** What answering people needs of the rest. */
export interface Desk {
  readonly store: Pick<Store, "db" | "transaction" | "afterCommit">;
  readonly client: WebClient;
  readonly workspace: Workspace;
  readonly config: Config;
  readonly commands: ReadonlyMap<string, Command>;
  readonly runbooks: ReadonlyMap<string, Runbook>;
  readonly checks: ReadonlyMap<string, Check>;
  /** Judges what people ask for, and says again what they did to it. */
  readonly cadences: Pick<Cadences, "ask" | "again" | "retell">;
  /** What changed in a runbook since the version before; null when there is none before. */
  readonly changes: (runbook: string) => string | null;
  readonly startRun: (trx: Transaction<Database>, request: RunRequest) => Promise<string>;
  /** What people do to runs on their way. */
  readonly people: Pick<People, "answer" | "cancel" | "addEvidence">;
  /** Where the bytes of shared files are kept. */
  readonly artifacts: Pick<ArtifactStore, "receive">;
  /** Makes the evidence packages that people ask for. */
  readonly packaging: Pick<Packaging, "order" | "standing">;
  /** Absent where nothing is watched. */
  readonly watch?: WatchDesk | undefined;
  readonly groups: Pick<UserGroups, "of">;
  readonly homes: Pick<Homes, "opened">;
  /** What everybody may read; without it everything is shown as it is. */
  readonly sharing?: Sharing | undefined;
  /** Has the sender look for what is owed. */
  readonly wake: () => void;
  readonly log: Logger;
}

/** Commits an interaction's effects together with its being handled; does nothing when it has been handled. */
export async function settle(
  { key }: Received,
  { store, wake }: Desk,
  work: (trx: Transaction<Database>) => Promise<void>,
  failure: string | null = null,
): Promise<void> {
  await store.transaction(async (trx) => {
    if (!(await isOurs(trx, key))) return;
    await work(trx);
    await markHandled(trx, key, failure);
    store.afterCommit(wake);
  });
}

/** Ends an interaction with words only its person reads. */
export async function tell(
  received: Received,
  desk: Desk,
  message: Message,
  failure: string | null = null,
): Promise<void> {
  await settle(received, desk, (trx) => tellWithin(trx, received, message), failure);
}

/** Owes the person of an interaction words that only they read, where they did it. */
export async function tellWithin(
  trx: Transaction<Database>,
  { key, interaction }: Received,
  message: Message,
): Promise<void> {
  const { user, channel, respond, thread } = interaction;
  const place = { key: `inbox:${key}`, channel };
  await tellPrivately(trx, place, { user, respond, thread, message });
}

export function runbookNamed(id: string, { runbooks }: Desk): Runbook {
  const runbook = runbooks.get(id);
  if (runbook) return runbook;
  throw new UsageError(`There is no runbook "${id}".${suggestion(id, [...runbooks.keys()])}`, [
    "runbook",
  ]);
}
