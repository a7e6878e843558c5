import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Transaction } from "kysely";
import { ulid } from "ulid";
import { expect, onTestFinished, vi } from "vitest";

import type { Cadences } from "#cadence/cadences.ts";
import type { Check } from "#check.ts";
import type { Command } from "#command.ts";
import type { Config } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { Packaging } from "#evidence/packaging.ts";
import { redactor } from "#evidence/redaction.ts";
import { cadencesOf } from "#model/cadence.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import type { Roles } from "#model/roles.ts";
import type { Runbook } from "#runbook.ts";
import { People } from "#runs/people.ts";
import { insertRun, lockRun } from "#runs/run-rows.ts";
import { loadShelf } from "#shelf.ts";
import { slackAnnouncer } from "#slack/announcer.ts";
import { startSlack } from "#slack/app.ts";
import type { Slack, SlackOptions } from "#slack/app.ts";
import { readManifest } from "#slack/manifest.ts";
import { packageTeller } from "#slack/package-teller.ts";
import type { Database } from "#store/schema.ts";
import type { Watching } from "#watch-settings.ts";
import { affiliateOps, maya, openSandbox, temporaryFolder } from "../sandbox/open-sandbox.ts";
import { openProxy } from "./flaky-proxy.ts";
import { quiet } from "./open-store.ts";
import type { TestStore } from "./open-store.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const quick = { burst: 100, spacing: 1 };

const payoutMismatch: Runbook = {
  id: "payout-mismatch",
  sha256: "0".repeat(64),
  text: "",
  title: "Affiliate payout mismatch",
  purpose: "Explains to the cent why payouts and commissions differ.",
  parameters: ["source", "window", "timezone", "currency", "program", "partner"],
  steps: [
    { id: "commissions", title: "Export commissions by status", kind: "collect" },
    { id: "compare", title: "Compare", kind: "compare" },
  ],
};
const sparse: Runbook = {
  ...payoutMismatch,
  id: "sparse-analytics",
  title: "Sparse analytics",
  parameters: ["window"],
};
const config = {
  file: "countercheck.yml",
  timezone: "America/New_York",
  currency: "USD",
  sources: new Map([["acme", {}]]),
  cadences: cadencesOf({}, "America/New_York"),
  checks: new Map(),
  ownChecks: new Map(),
  watch: { endpoints: new Map(), kinds: new Map(), channel: null },
} as unknown as Config;

/** A workspace in the box and, on a line that a test can break, the app as it really starts; runs are begun and stand still. */
export async function openSlack(
  store: TestStore,
  given: {
    runbooks?: readonly Runbook[];
    roles?: Roles;
    checks?: ReadonlyMap<string, Check>;
    cadences?: Pick<Cadences, "ask" | "again" | "retell">;
    watching?: Watching;
  } = {},
) {
  const { commands: listed, scopes } = await readManifest(join(project, "manifest.yml"));
  let passed = 0;
  const clock = () => Date.now() + passed;
  const sandbox = await openSandbox({ commands: listed, scopes, clock });
  const proxy = await openProxy(sandbox.apiUrl);
  const files = await temporaryFolder();
  const artifacts = await openDiskArtifacts(files);
  const commands = await loadShelf<Command>(join(project, "commands"));
  const runbooks = given.runbooks ?? [payoutMismatch];
  const roles: Roles = given.roles ?? new Map();
  const announcer = slackAnnouncer({ roles });
  const announce = async (trx: Transaction<Database>, id: string): Promise<void> => {
    const rows = await lockRun(trx, id);
    if (rows) await announcer.changed(trx, rows.run, rows.steps);
  };
  const people = new People({ queue: { send: async () => {} }, now: () => new Date(), announce });
  const redact = redactor(maskEverything, Buffer.from("a key"));
  const alone = { lost: new AbortController().signal, release: async () => {} };
  const packaging = new Packaging({
    store: { ...store, hold: async () => alone },
    artifacts,
    redactor: redact,
    teller: packageTeller,
    log: quiet,
  });
  onTestFinished(() => packaging.stop());
  const options: SlackOptions = {
    connection: { mode: "socket", botToken: sandbox.botToken, appToken: sandbox.appToken },
    apiUrl: proxy.apiUrl,
    store,
    config: { ...config, roles, ...(given.watching ? { watch: given.watching } : {}) },
    commands,
    runbooks: new Map(runbooks.map((runbook) => [runbook.id, runbook])),
    checks: given.checks ?? new Map(),
    cadences: given.cadences ?? {
      ask: async () => "",
      again: async () => false,
      retell: async () => {},
    },
    changes: () => null,
    log: quiet,
    pathOf: async (file) => join(files, file),
    rates: { posts: quick, edits: quick, private: quick },
    firstBackoff: 20,
    poll: 100,
    people,
    packaging,
    artifacts,
    async startRun(trx, request) {
      const id = ulid();
      await insertRun(trx, { ...request, id, now: new Date() });
      await announce(trx, id);
      return id;
    },
  };
  return {
    sandbox,
    proxy,
    artifacts,
    people,
    type: (text: string, channel = affiliateOps, command = "/runbook") =>
      sandbox.person("/box/command", { user: maya, channel, command, text }),
    /** Changes a run as its engine would, and tells of it. */
    change: (id: string, work: (trx: Transaction<Database>) => Promise<void>) =>
      store.transaction(async (trx) => {
        await work(trx);
        await announce(trx, id);
      }),
    runs: () => store.db.selectFrom("run").selectAll().execute(),
    privateWords: (channel = affiliateOps) =>
      vi.waitFor(async () => {
        const messages = await sandbox.messages(channel);
        const found = messages.filter(({ ephemeral_to: to }) => to !== undefined);
        expect(found.length).toBeGreaterThan(0);
        return found;
      }, 5000),
    openView: () =>
      vi.waitFor(async () => {
        const [view] = (await sandbox.state()).views;
        if (!view) throw new Error("no form is open");
        return view;
      }, 5000),
    /** Every accepted interaction has been handled. */
    handled: () =>
      vi.waitFor(async () => {
        const rows = await store.db.selectFrom("inbox").selectAll().execute();
        expect(rows.length).toBeGreaterThan(0);
        expect(rows.every(({ handled_at: at }) => at !== null)).toBe(true);
      }, 5000),
    /** Lets time pass for Slack. */
    pass: (milliseconds: number) => {
      passed += milliseconds;
    },
    start: async (changes: Partial<SlackOptions> = {}): Promise<Slack> => {
      const slack = await startSlack({ ...options, ...changes });
      onTestFinished(() => slack.close());
      return slack;
    },
  };
}

export const twoRunbooks = [payoutMismatch, sparse];
