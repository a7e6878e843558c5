import { createHash } from "node:crypto";

import { vi } from "vitest";

import type { Roles } from "#model/roles.ts";
import { markRunEnded } from "#runs/run-rows.ts";
import type { AddedEvidence } from "#runs/run-evidence.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { auditLog } from "#runs/audit.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import type { TestStore } from "./open-store.ts";

/** What stands in an item of a kind that is worth nothing without words. */
const wordsOf: Partial<Record<AddedEvidence["kind"], AddedEvidence["words"]>> = {
  screenshot: { filters: "approved", date_range: "October" },
  instant: { observed_at: "2026-11-03T04:00:00-05:00", timezone: "America/New_York" },
};
const typedIn = (value: string) => ({ value: { type: "plain_text_input", value } });

/** Runs that Maya asked for, by a command or in a thread, standing still. */
export async function openEvidence(store: TestStore, given: { roles?: Roles } = {}) {
  const slack = await openSlack(store, given);
  await slack.start();
  const { sandbox, artifacts, people } = slack;
  const say = (text: string, thread_ts?: string) =>
    sandbox.person("/box/message", {
      user: maya,
      channel: affiliateOps,
      text,
      ...(thread_ts === undefined ? {} : { thread_ts }),
    });
  const run = async () => {
    const before = (await slack.runs()).length;
    await slack.type("payout-mismatch window=2025-10");
    return vi.waitFor(async () => {
      const runs = (await slack.runs()).sort((a, b) => (a.id < b.id ? -1 : 1));
      const newest = runs.at(-1);
      if (!newest || runs.length === before) throw new Error("no run yet");
      return newest;
    }, 5000);
  };
  /** Adds evidence of some kinds to a run. */
  const add = async (runId: string, kinds: readonly AddedEvidence["kind"][]) => {
    const data = "commission_id,amount\ncm_1,18.50\n";
    const { file, bytes } = await artifacts.put("commissions.csv", { data });
    const sha256 = createHash("sha256").update(data).digest("hex");
    const added = kinds.map((kind): AddedEvidence => {
      const held =
        kind === "export" ? { file, bytes, sha256 } : { file: null, bytes: null, sha256: null };
      const words = wordsOf[kind] ?? {};
      return { kind, title: kind, ...held, actor: maya, permalink: null, words };
    });
    await store.transaction((trx) => people.addEvidence(trx, runId, added));
  };
  const whole = ["screenshot", "export", "ids", "instant", "config_changes"] as const;
  const end = (id: string) =>
    slack.change(id, (trx) =>
      markRunEnded(trx, id, { status: "finished", verdict: "match", failure: null }, new Date()),
    );
  const command = (text: string, user = maya, channel = affiliateOps) =>
    sandbox.person("/box/command", { user, channel, command: "/evidence", text });
  const click = async (message: BoxMessage | undefined, label: string, user = maya) => {
    const buttons = (message?.blocks ?? []).flatMap((block): object[] => {
      const { block_id: id } = block;
      if (block.type === "actions")
        return block.elements.map((each) => ({ ...each, block_id: id }));
      return block.type === "section" ? [{ ...block.accessory, block_id: id }] : [];
    });
    const action = buttons.find((each) => JSON.stringify(each).includes(`"${label}"`));
    if (!action) throw new Error(`there is no button ${label}`);
    await sandbox.person("/box/action", {
      user,
      channel: affiliateOps,
      ts: message?.ts ?? "",
      action: { ...action },
      state: {},
    });
    await slack.handled();
  };
  const submit = async (reason: string, user = maya) => {
    const { id } = await slack.openView();
    await sandbox.person("/box/submit", { user, view_id: id, state: { reason: typedIn(reason) } });
  };
  const packages = async () =>
    (await sandbox.messages(affiliateOps)).filter(({ text }) => text.includes("Evidence package"));
  const packed = () =>
    vi.waitFor(async () => {
      const [first] = await packages();
      if (!first) throw new Error("nothing is packaged yet");
      return first;
    }, 10_000);
  const audited = async () =>
    (await auditLog(store.db)).filter(({ action }) => /evidence.package|refused/.test(action));
  return { ...slack, say, run, add, whole, end, command, click, submit, packages, packed, audited };
}
