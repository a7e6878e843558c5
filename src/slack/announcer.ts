import type { Announcer, RunStep } from "#runs/announcer.ts";
import { keepCurrent, post, upload } from "#slack/outbox.ts";
import { endingOf } from "#slack/run-state.ts";
import { filterContext } from "#slack/views/filter-context.ts";
import { reportItem } from "#slack/views/report-item.ts";
import { runProgress } from "#slack/views/run-progress.ts";
import { verdict } from "#slack/views/verdict.ts";

/** Tells of runs in Slack: one live message in the channel, everything else in its thread, each thing once. */
export const slackAnnouncer: Announcer = {
  async changed(trx, run, steps) {
    const { channel } = run;
    const root = `run:${run.id}`;
    const place = (part: string) => ({ key: `${root}:${part}`, channel, parent: root });
    const requester = run.requested_by;

    await keepCurrent(trx, { key: root, channel }, { ...runProgress(run, steps), requester });
    await post(trx, place("context"), filterContext(run.source, run.context));
    for (const step of steps) {
      for (const [count, draft] of draftsOf(step).entries()) {
        const at = place(`step:${step.position}:${count}`);
        if (draft.kind === "post") await post(trx, at, draft.message);
        else await upload(trx, at, draft.upload);
      }
    }
    if (endingOf(run)) await post(trx, place("verdict"), verdict(run, steps));
  },
};

function draftsOf({ outcome }: RunStep) {
  return (outcome?.report ?? []).flatMap((item) => reportItem(item));
}
