import { expect, test, vi } from "vitest";

import { IncidentFiles } from "#slack/incident-files.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { keep } from "#watch/incidents/incident-rows.ts";

import { affiliateOps } from "../sandbox/open-sandbox.ts";
import { at, down, incident } from "./example-incident.ts";
import { openIncident, watchingNothing } from "./open-incident.ts";
import { oneStore, quiet } from "./open-store.ts";

const store = oneStore();

/** Looks of every half minute around the outage, as the watch records them. */
async function looked(): Promise<void> {
  let now = Date.parse(at(-5));
  const recorder = new Recorder({
    db: store().db,
    log: quiet,
    endpoint: () => ({ interval: 30_000, timeout: 1000 }),
    isMaintained: () => false,
    now: () => now,
  });
  for (let minute = -5; minute < 14; minute += 0.5) {
    now = Date.parse(at(minute));
    const isDown = minute >= 0 && minute < 12;
    const condition = isDown ? "platform_down" : "up";
    const observation = { condition, milliseconds: isDown ? 900 : 120, text: "" } as const;
    recorder.record("payouts-api", { at: now, observation });
  }
  await recorder.flush();
}

test("a while after the end its chart and timeline are in the thread, once", async () => {
  const opened = await openIncident(store());
  await opened.begin();
  await looked();
  await opened.end();
  let now = Date.parse(at(12.1));
  const files = new IncidentFiles({
    store: store(),
    artifacts: opened.artifacts,
    config: { timezone: "UTC", watch: await watchingNothing() },
    log: quiet,
    onCommit: () => opened.slack.wake(),
    now: () => now,
  });

  await files.look();
  const owed = await store()
    .db.selectFrom("outbox")
    .selectAll()
    .where("kind", "=", "upload")
    .execute();
  expect(owed).toEqual([]);
  now = Date.parse(at(13.5));
  await files.look();
  await files.look();

  const [shared, ...more] = await vi.waitFor(async () => {
    const messages = await opened.sandbox.messages(affiliateOps);
    const found = messages.filter(({ text }) => text.includes("How it went, 12 min in all"));
    expect(found.length).toBeGreaterThan(0);
    return found;
  }, 5000);
  expect(more).toEqual([]);
  expect(shared?.thread_ts).toBeDefined();
  expect(shared?.files?.map(({ title }) => title)).toEqual(["Latency and failures", "Timeline"]);
});

test("one whose files cannot be made keeps none of the others waiting", async () => {
  const ids = ["01M7YKG6SMVWVTAA9M36YAQDT1", "01M7YKG6SMVWVTAA9M36YAQDT2"];
  const teller = slackIncidents({ endpoints: () => new Map() });
  const events = [down("payouts-api"), { at: at(12), kind: "ended" } as const];
  for (const id of ids) {
    const one = incident({ id, endedAt: at(12), events });
    await store().transaction(async (trx) => {
      await keep(trx, one, { known: 0, tellAt: null });
      await teller.changed(trx, one);
    });
  }
  const files = new IncidentFiles({
    store: store(),
    artifacts: {
      put: async (name) => {
        if (name.includes("qdt1")) throw new Error("the disk is full");
        return { file: name, bytes: 1, sha256: "0".repeat(64) };
      },
    },
    config: { timezone: "UTC", watch: await watchingNothing() },
    log: quiet,
    now: () => Date.parse(at(14)),
  });

  await files.look();

  const uploads = store().db.selectFrom("outbox").select("key").where("kind", "=", "upload");
  expect((await uploads.execute()).map(({ key }) => key)).toContain(`incident:${ids[1]}:files`);
});
