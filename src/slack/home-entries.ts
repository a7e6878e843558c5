import type { Kysely } from "kysely";
import { sql } from "kysely";

import type { Prompt } from "#model/prompt.ts";
import type { Roles } from "#model/roles.ts";
import type { Run, RunStep } from "#runs/announcer.ts";
import type { Person } from "#runs/roles.ts";
import { mayDo, rolesFor } from "#runs/roles.ts";
import { readRun } from "#runs/run-rows.ts";
import { rootOf } from "#slack/run-of-thread.ts";
import type { Database } from "#store/schema.ts";

/** A message of a run in Slack. */
export interface Standing {
  readonly channel: string;
  readonly ts: string;
}

/** A step that waits for this person. */
export interface OpenStep {
  readonly run: Run;
  readonly step: RunStep;
  readonly prompt: Prompt;
  /** Null before it is posted. */
  readonly at: Standing | null;
}

export interface RecentRun {
  readonly run: Run;
  readonly steps: readonly RunStep[];
  readonly at: Standing | null;
}

const mostRuns = 10;

/** Whether somebody is in a channel. */
type IsMember = (channel: string, user: string) => Promise<boolean>;

/**
 * The steps that wait for a person, longest waiting first: handed over to them, their role's to answer, of their own
 * runs, and approvals that are anybody's to give, in the channels they are in.
 */
export async function openSteps(
  db: Kysely<Database>,
  who: Omit<Person, "channel">,
  roles: Roles,
  isMember: IsMember,
): Promise<OpenStep[]> {
  const rows = await db
    .selectFrom("run_step")
    .innerJoin("run", "run.id", "run_step.run_id")
    .leftJoin("outbox", (join) =>
      join.on(
        "outbox.key",
        "=",
        sql<string>`'run:' || run.id || ':step:' || run_step.position || ':prompt'`,
      ),
    )
    .selectAll("run_step")
    .select("outbox.message_ts")
    .where("run.status", "=", "running")
    .where("run_step.status", "=", "waiting")
    .orderBy("run_step.started_at")
    .execute();
  const runs = new Map<string, Run>();
  const open: OpenStep[] = [];
  for (const { message_ts: ts, ...step } of rows) {
    const prompt = step.pause?.prompt ?? null;
    const run = runs.get(step.run_id) ?? (await readRun(db, step.run_id))?.run;
    if (!run || !prompt) continue;
    runs.set(run.id, run);
    const { channel } = run;
    if (!(await isTheirs({ run, prompt }, { ...who, channel }, { roles, isMember }))) continue;
    open.push({ run, step, prompt, at: placed(channel, ts ?? (await rootOf(db, run))) });
  }
  return open;
}

async function isTheirs(
  { run, prompt }: { run: Run; prompt: Prompt },
  person: Person,
  { roles, isMember }: { roles: Roles; isMember: IsMember },
): Promise<boolean> {
  const asked = run.requested_by === person.user;
  if (prompt.excludesRequester && asked) return false;
  if (prompt.assignee !== null) return prompt.assignee === person.user;
  const action = prompt.actions.includes("approve") ? "approve" : "answer";
  const deed = { runbook: run.runbook, role: prompt.role };
  if (rolesFor(roles, action, deed) !== null) return mayDo(roles, person, action, deed) === null;
  return asked || (action === "approve" && isMember(run.channel, person.user));
}

/** The newest runs that a person asked for or did something in. */
export async function recentRuns(db: Kysely<Database>, user: string): Promise<RecentRun[]> {
  const rows = await db
    .selectFrom("run")
    .select("id")
    .where((expression) =>
      expression.or([
        expression("requested_by", "=", user),
        expression.exists(
          expression
            .selectFrom("audit_entry")
            .select("audit_entry.id")
            .whereRef("audit_entry.run_id", "=", "run.id")
            .where("audit_entry.actor", "=", user)
            .where("audit_entry.action", "<>", "access.refused"),
        ),
      ]),
    )
    .orderBy("created_at", "desc")
    .limit(mostRuns)
    .execute();
  const recent: RecentRun[] = [];
  for (const { id } of rows) {
    const found = await readRun(db, id);
    if (!found) continue;
    recent.push({ ...found, at: placed(found.run.channel, await rootOf(db, found.run)) });
  }
  return recent;
}

function placed(channel: string, ts: string | null): Standing | null {
  return ts === null ? null : { channel, ts };
}
