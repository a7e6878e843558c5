import type { Transaction } from "kysely";

import type { Roles } from "#model/roles.ts";
import { evidenceHead, ledgerOf } from "#evidence/ledger.ts";
import { approvalsOf } from "#model/approvals.ts";
import { auditLog } from "#runs/audit.ts";
import type { Announcer, Run, RunStep } from "#runs/announcer.ts";
import { answersTo } from "#runs/run-rows.ts";
import { keepCurrent, post, upload } from "#slack/outbox.ts";
import type { Place } from "#slack/outbox.ts";
import { undescribed } from "#slack/pictures.ts";
import type { Told } from "#slack/run-state.ts";
import { endingOf, foreseenEnding, isForetold } from "#slack/run-state.ts";
import { approveAgain } from "#slack/views/approve-again.ts";
import { fileList } from "#slack/views/file-list.ts";
import { filterContext } from "#slack/views/filter-context.ts";
import { prompt, wantsFiles } from "#slack/views/prompt.ts";
import { reminder } from "#slack/views/reminder.ts";
import { reportDrafts } from "#slack/views/report-item.ts";
import type { Draft } from "#slack/views/report-item.ts";
import { runProgress } from "#slack/views/run-progress.ts";
import { signedOff } from "#slack/views/sign-off.ts";
import { verdict } from "#slack/views/verdict.ts";
import type { Database } from "#store/schema.ts";

type Trx = Transaction<Database>;
type PlaceOf = (part: string) => Place;

/** Tells of runs in Slack: one live message in the channel; its thread holds what was found, and asks people. Each thing once. */
export function slackAnnouncer({ roles }: { roles: Roles }): Announcer {
  return {
    async changed(trx, run, steps) {
      const { channel, thread, requested_by: requester } = run;
      const root = `run:${run.id}`;
      const place: PlaceOf = (part) => ({ key: `${root}:${part}`, channel, parent: root });
      const told = await whatIsTold(trx, run, steps, roles);

      const live = runProgress(run, steps, told);
      await keepCurrent(trx, { key: root, channel, parent: null, thread }, { ...live, requester });
      await post(trx, place("context"), filterContext(run));
      const isKnown = foreseenEnding(run, steps) !== null;
      if (isKnown && !endingOf(run)) await tellVerdict(trx, place, { run, steps, told });
      for (const step of steps) {
        const at: PlaceOf = (part) => place(`step:${step.position}:${part}`);
        await askPeople(trx, at, { run, step, told });
        for (const [count, draft] of draftsOf(step).entries()) {
          await owe(trx, at(String(count)), draft);
        }
      }
      if (!endingOf(run)) return;
      await tellVerdict(trx, place, { run, steps, told });
      if (isForetold(steps)) await post(trx, place("signed"), signedOff(run, steps, told));
    },
  };
}

/** What the run came to, once, and below it the list of its files, kept as the ledger grows. */
async function tellVerdict(
  trx: Trx,
  place: PlaceOf,
  { run, steps, told }: { run: Run; steps: readonly RunStep[]; told: Told },
): Promise<void> {
  await post(trx, place("verdict"), verdict(run, steps, told.canceledBy));
  const listed = fileList(await ledgerOf(trx, run.id));
  if (listed) await keepCurrent(trx, place("files"), listed);
}

async function whatIsTold(
  trx: Trx,
  run: Run,
  steps: readonly RunStep[],
  roles: Roles,
): Promise<Told> {
  const answers: Told["answers"] = new Map(
    await Promise.all(
      steps
        .filter(({ pause }) => pause?.prompt)
        .map(async ({ position }) => {
          return [position, await answersTo(trx, { runId: run.id, position })] as const;
        }),
    ),
  );
  const log = run.status === "canceled" ? await auditLog(trx, { runId: run.id }) : [];
  const canceledBy = log.find(({ action }) => action === "run.cancel")?.actor ?? null;
  const ledger = answers.size > 0 ? await ledgerOf(trx, run.id) : [];
  const pictures = steps.some(wantsFiles) ? await undescribed(trx, run.id) : [];
  return { answers, canceledBy, roles, pictures, evidenceHead: evidenceHead(ledger) };
}

/** The prompt of a step, kept as it stands, and for each time it was asked again one more call. */
async function askPeople(
  trx: Trx,
  at: PlaceOf,
  { run, step, told }: { run: Run; step: RunStep; told: Told },
): Promise<void> {
  const asked = step.pause?.prompt;
  if (!asked) return;
  await keepCurrent(trx, at("prompt"), prompt(run, step, asked, told));
  if (step.status !== "waiting") return;
  const { answers, evidenceHead: head, roles } = told;
  const state = { evidenceHead: head, requestedBy: run.requested_by };
  for (const { answer, isVoid } of approvalsOf(answers.get(step.position) ?? [], state)) {
    if (!isVoid) continue;
    await post(trx, at(`void:${answer.by}:${answer.at}`), approveAgain(step, answer));
  }
  if (asked.reminders === 0) return;
  await post(trx, at(`reminder:${asked.reminders}`), reminder(run, step, asked, roles));
}

async function owe(trx: Trx, place: Place, draft: Draft): Promise<void> {
  if (draft.kind === "post") await post(trx, place, draft.message);
  else await upload(trx, place, draft.upload);
}

function draftsOf({ outcome }: RunStep): Draft[] {
  return reportDrafts(outcome?.report ?? []);
}
