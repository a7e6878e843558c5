import { expect, test, vi } from "vitest";

import { IncidentFiles } from "#slack/incident-files.ts";
import { Recorder } from "#watch/history/recorder.ts";

import { affiliateOps } from "../sandbox/open-sandbox.ts";
import { at } from "./example-incident.ts";
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
