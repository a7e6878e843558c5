import { expect, vi } from "vitest";

import type { Sharing } from "#evidence/redaction/sharing.ts";
import type { Prompt } from "#model/prompt.ts";
import type { Roles } from "#model/roles.ts";
import { markEnded, markWaiting } from "#runs/run-rows.ts";
import type { StepOutcome } from "#step.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import type { TestStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

export const question: Prompt = {
  actions: ["confirm", "reject", "hand_over", "skip"],
  text: "Are you in the intended tab?",
  field: null,
  role: null,
  excludesRequester: false,
  assignee: null,
  reminders: 0,
  progress: null,
};

/** A run that Maya asked for, whose first step asks people something. */
export async function openPrompt(
  store: TestStore,
  { roles, sharing, ...asked }: Partial<Prompt> & { roles?: Roles; sharing?: Sharing } = {},
) {
  const opened = await openSlack(store, roles ? { roles } : {});
  const slack = await opened.start({ sharing });
  await opened.type("payout-mismatch window=2025-10");
  const run = await vi.waitFor(async () => {
    const [first] = await opened.runs();
    if (!first) throw new Error("no run yet");
    return first;
  });
  const key = { runId: run.id, position: 0 };
  const ask = (changes: Partial<Prompt>) =>
    opened.change(run.id, (trx) =>
      markWaiting(trx, key, {
        status: "waiting",
        summary: "asks",
        prompt: { ...question, ...changes },
        until: null,
        memory: null,
      }),
    );
  await ask(asked);

  const inThread = async (): Promise<BoxMessage[]> =>
    (await opened.sandbox.messages(affiliateOps)).filter(
      ({ ts, thread_ts: thread }) => thread !== undefined && thread !== ts,
    );
  const promptMessage = (): Promise<BoxMessage> =>
    vi.waitFor(async () => {
      const found = (await inThread()).find(({ text }) => text.includes(question.text));
      if (!found) throw new Error("nothing was asked");
      return found;
    }, 5000);
  const buttonsOf = ({ blocks = [] }: BoxMessage) =>
    blocks.flatMap((block) =>
      block.type === "actions"
        ? block.elements.map((each) => ({ ...each, block_id: block.block_id }))
        : [],
    );

  return {
    ...opened,
    slack,
    run,
    ask,
    promptMessage,
    inThread,
    words: async () => wordsOf((await promptMessage()).blocks),
    /** The labels of the prompt's buttons. */
    labels: async () =>
      buttonsOf(await promptMessage()).map((button) => ("text" in button ? button.text.text : "")),
    /** Clicks a button by its label. */
    click: async (label: string, user = maya, on?: BoxMessage) => {
      const message = on ?? (await promptMessage());
      const action = buttonsOf(message).find(
        (button) => "text" in button && button.text.text === label,
      );
      if (!action) throw new Error(`there is no button ${label}`);
      const { ts } = message;
      await opened.sandbox.person("/box/action", {
        user,
        channel: affiliateOps,
        ts,
        action,
        state: {},
      });
      await opened.handled();
    },
    submit: async (state: Record<string, Record<string, unknown>>, user = maya) => {
      const { id: view_id } = await opened.openView();
      await opened.sandbox.person("/box/submit", { user, view_id, state });
      await opened.handled();
    },
    end: (outcome: Partial<StepOutcome> = {}) =>
      opened.change(run.id, (trx) =>
        markEnded(
          trx,
          key,
          { status: "complete", summary: "done", report: [], evidence: [], ...outcome },
          new Date(),
        ),
      ),
    answers: async () => {
      const rows = await store.db
        .selectFrom("run_answer")
        .select("answer")
        .orderBy("sequence")
        .execute();
      return rows.map(({ answer: { action, by, value, reason } }) => ({
        action,
        by,
        value,
        reason,
      }));
    },
    audited: async () => {
      const rows = await store.db.selectFrom("audit_entry").selectAll().orderBy("id").execute();
      return rows.map(({ actor, action }) => `${actor} ${action}`);
    },
    /** What one person alone was told. */
    toldAlone: (user: string) =>
      vi.waitFor(async () => {
        const all = await opened.sandbox.messages(affiliateOps);
        const found = all.filter(({ ephemeral_to: to }) => to === user);
        expect(found.length).toBeGreaterThan(0);
        return found;
      }, 5000),
  };
}

export const typed = (text: string) => ({ value: { type: "plain_text_input", value: text } });
