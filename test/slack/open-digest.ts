import { DateTime } from "luxon";
import { expect, vi } from "vitest";
import { z } from "zod";

import { insertOccurrence, lockOccurrence, markAgain } from "#cadence/occurrences.ts";
import type { Check } from "#check.ts";
import type { JudgedCheck } from "#model/judged-check.ts";
import type { Roles } from "#model/roles.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { digestsOf, payoutMismatch } from "./example-digest.ts";
import { openSlack } from "./open-slack.ts";
import type { TestStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const check = (title: string): Check => ({
  title,
  why: title,
  cadence: "weekly",
  needs: {},
  runbook: payoutMismatch.id,
  settings: z.strictObject({}),
  measure: () => "",
  judge: () => {
    throw new Error("nothing is judged here");
  },
});

/** A workspace in which a digest with these results stands, and what people do to it. */
export async function openDigest(
  store: TestStore,
  results: readonly JudgedCheck[],
  { roles }: { readonly roles?: Roles } = {},
) {
  const digests = digestsOf(store);
  const opened = await openSlack(store, {
    runbooks: [payoutMismatch],
    ...(roles ? { roles } : {}),
    checks: new Map([["stuck-payouts", check("Payouts settle")]]),
    cadences: {
      again: async (trx, id, { user: by }) => {
        const { status } = (await lockOccurrence(trx, id)) ?? {};
        if (status !== "done" && status !== "failed") return false;
        await markAgain(trx, id, { at: new Date(), by });
        await digests.retell(trx, id);
        return true;
      },
      retell: digests.retell,
      ask: async (trx, asked) => {
        const due = { dueAt: DateTime.utc(), status: "pending", late: null } as const;
        const id = (await insertOccurrence(trx, { ...asked, ...due })) ?? "";
        await digests.retell(trx, id);
        return id;
      },
    },
  });
  const slack = await opened.start();
  const id = results.length === 0 ? "" : await digests.begin();
  if (results.length > 0) {
    await digests.judge(id, results);
    await digests.end(id);
    slack.wake();
  }

  const message = (words: string): Promise<BoxMessage> =>
    vi.waitFor(async () => {
      const messages = await opened.sandbox.messages(affiliateOps);
      const found = messages.find(({ blocks }) => wordsOf(blocks).includes(words));
      if (!found) throw new Error(`nothing says ${words}`);
      return found;
    }, 5000);
  return {
    ...opened,
    digests,
    id,
    message,
    /** The digest's words once they hold this. */
    says: async (words: string) => wordsOf((await message(words)).blocks),
    /** Uses a button or menu below the first finding: by its action, and of a menu the option's label. */
    use: async (verb: string, option: string | null = null, user = maya) => {
      const on = await message("Daily checks");
      const id = verb === "again" ? verb : `finding:${verb}`;
      const blocks = on.blocks?.filter((each) => each.type === "actions") ?? [];
      const block = blocks.find(({ elements }) => elements.some((one) => one.action_id === id));
      const element = block?.elements.find((each) => each.action_id === id);
      if (!block || !element) throw new Error(`there is no ${verb}`);
      const options = "options" in element ? (element.options ?? []) : [];
      const chosen = options.find(({ text }) => text.text === option);
      const action = {
        ...element,
        block_id: block.block_id,
        ...(chosen ? { selected_option: chosen } : {}),
      };
      const place = { user, channel: affiliateOps, ts: on.ts };
      expect(await opened.sandbox.person("/box/action", { ...place, action, state: {} })).toEqual({
        ok: true,
      });
    },
    audited: async () => {
      const rows = await store.db.selectFrom("audit_entry").selectAll().orderBy("id").execute();
      return rows.map(({ action, actor }) => `${action} ${actor}`);
    },
  };
}
