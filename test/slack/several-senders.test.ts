import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { startSender } from "#slack/sender.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import { openStore } from "#store/store.ts";
import { affiliateOps, finance } from "../sandbox/open-sandbox.ts";
import { serverDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { openSender, rates, words } from "./open-sender.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await serverDatabases();
});
afterAll(() => databases.stop());

test("several processes on one PostgreSQL say everything once, in order, never two at once in a channel", async () => {
  const options = await databases.fresh();
  const stores = await Promise.all([openStore(options), openStore(options), openStore(options)]);
  onTestFinished(async () => {
    await Promise.all(stores.map((store) => store.close()));
  });
  const [first, ...others] = stores;
  if (!first) throw new Error("no store");
  const { sandbox, proxy, world, owe, start, allSent } = await openSender(first);
  const parts = Array.from({ length: 12 }, (_, index) => `part ${index}`);
  for (const channel of [affiliateOps, finance]) {
    await owe(channel, channel, words("root"));
    for (const part of parts) await owe(`${channel}:${part}`, channel, words(part), channel);
  }
  let failures = 3;
  proxy.fault = ({ method }) =>
    method === "chat.postMessage" && failures-- > 0 ? { kind: "server_error_after" } : null;

  await start();
  for (const store of others) {
    const its: SlackWorld = {
      ...world,
      db: store.db,
      transaction: (work) => store.transaction(work),
    };
    const { exclusive } = store;
    const sender = await startSender({ world: its, exclusive, rates, firstBackoff: 20, poll: 50 });
    onTestFinished(() => sender.stop());
  }
  await allSent();

  for (const channel of [affiliateOps, finance]) {
    const said = (await sandbox.messages(channel)).map(({ text }) => text);
    expect(said).toEqual(["root", ...parts]);
    const calls = proxy.calls.filter(({ body }) => body.get("channel") === channel);
    const overlapping = calls.filter(({ at }, index) => at < (calls[index - 1]?.answeredAt ?? 0));
    expect(overlapping).toEqual([]);
  }
});
