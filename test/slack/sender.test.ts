import { expect, test, vi } from "vitest";

import { keepCurrent, post, tellPrivately } from "#slack/outbox.ts";
import { metadataOf } from "#slack/read-back.ts";
import { affiliateOps, finance, maya, random } from "../sandbox/open-sandbox.ts";
import { openSender, rates, words } from "./open-sender.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("a thread stands in Slack in the order in which it was owed, under its root", async () => {
  const { sandbox, start, owe, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  for (const count of [1, 2, 3, 4, 5]) {
    await owe(`a:${count}`, affiliateOps, words(`part ${count}`), "a");
  }

  await start();
  await allSent();

  const [root, ...parts] = await sandbox.messages(affiliateOps);
  expect(root?.text).toBe("root");
  expect(parts.map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((count) => `part ${count}`));
  expect(parts.every(({ thread_ts: thread }) => thread === root?.ts)).toBe(true);
  expect(root?.metadata).toEqual(metadataOf("a"));
});

test("what is owed twice under one key is said once", async () => {
  const { start, texts, owe, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("once"));
  await owe("a", affiliateOps, words("once"));

  await start();
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["once"]);
});

test("a channel that Slack limits delays no other channel", async () => {
  const { proxy, start, texts, owe, row, allSent } = await openSender(store());
  let limited = true;
  proxy.fault = ({ body }) =>
    limited && body.get("channel") === affiliateOps ? { kind: "limited", seconds: 2 } : null;
  await owe("a", affiliateOps, words("limited"));
  for (const count of [1, 2, 3]) await owe(`b${count}`, finance, words(`free ${count}`));

  await start();
  await vi.waitFor(async () => expect(await texts(finance)).toHaveLength(3));

  expect(await texts(affiliateOps)).toEqual([]);
  expect((await row("a")).status).toBe("pending");
  limited = false;
  await allSent();
  const [refused, again] = proxy.calls.filter(({ body }) => body.get("channel") === affiliateOps);
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1900);
});

test("of several states of one message the last is what stands", async () => {
  const { proxy, start, sandbox, allSent } = await openSender(store());
  const root = { key: "a", channel: affiliateOps, parent: null };
  const state = (text: string) => store().transaction((trx) => keepCurrent(trx, root, words(text)));
  await state("first");
  await state("second");
  const sender = await start();
  await allSent();

  for (const count of [1, 2, 3, 4, 5, 6, 7, 8]) {
    await state(`state ${count}`);
    sender.wake();
  }
  await allSent();

  expect((await sandbox.messages(affiliateOps)).map(({ text }) => text)).toEqual(["state 8"]);
  const called = proxy.calls.map(({ method }) => method);
  expect(called.filter((method) => method === "chat.postMessage")).toHaveLength(1);
  expect(called.filter((method) => method === "chat.update").length).toBeLessThanOrEqual(3);
});

test("a state that came during the first try of another does not outlive a newer one", async () => {
  const { proxy, start, sandbox, row, allSent } = await openSender(store());
  const root = { key: "a", channel: affiliateOps, parent: null };
  const state = (text: string) => store().transaction((trx) => keepCurrent(trx, root, words(text)));
  let tries = 0;
  proxy.fault = async ({ method }) => {
    if (method !== "chat.postMessage" || (tries += 1) > 1) return null;
    await state("during the first try");
    return { kind: "limited", seconds: 2 };
  };
  await state("first");

  await start();
  await vi.waitFor(async () => expect(await row("a")).toMatchObject({ failure: "ratelimited" }));
  await state("newest");
  await allSent();

  expect((await sandbox.messages(affiliateOps)).map(({ text }) => text)).toEqual(["newest"]);
});

test("where the bot is not in the channel, the person who asked is told, and the thread is given up", async () => {
  const { start, sandbox, row } = await openSender(store());
  await store().transaction(async (trx) => {
    await post(
      trx,
      { key: "a", channel: random, parent: null },
      { ...words("root"), requester: maya },
    );
    await post(trx, { key: "a:1", channel: random, parent: "a" }, words("part"));
  });

  await start();
  await vi.waitFor(async () => {
    expect(await row("a")).toMatchObject({ status: "failed", failure: "not_in_channel" });
    expect((await row("a:1")).status).toBe("failed");
    expect((await row("a:unposted")).status).toBe("sent");
  });

  const all = (await sandbox.state()).messages;
  expect(all.filter(({ text }) => text.includes("/invite"))).toHaveLength(1);
});

test("private words go to the person alone", async () => {
  const { start, sandbox, allSent } = await openSender(store());
  await store().transaction((trx) =>
    tellPrivately(
      trx,
      { key: "p", channel: affiliateOps },
      { user: maya, respond: null, thread: null, message: words("for you") },
    ),
  );

  await start();
  await allSent();

  expect(await sandbox.messages(affiliateOps)).toEqual([
    expect.objectContaining({ text: "for you", ephemeral_to: maya }),
  ]);
});

test("a refused token lets everything wait", async () => {
  const { proxy, start, texts, owe, row } = await openSender(store());
  let attempts = 0;
  proxy.fault = ({ method }) => {
    if (method === "chat.postMessage") attempts += 1;
    return { kind: "refused", error: "token_revoked" };
  };
  await owe("a", affiliateOps, words("root"));

  await start();
  await vi.waitFor(async () => expect(await row("a")).toMatchObject({ failure: "token_revoked" }));

  expect(attempts).toBe(1);
  expect(await texts(affiliateOps)).toEqual([]);
  expect((await row("a")).status).toBe("pending");
});

test("a channel's posts keep Slack's pace", async () => {
  const { proxy, start, owe, allSent } = await openSender(store());
  for (const count of [1, 2, 3, 4]) await owe(`a${count}`, affiliateOps, words(`${count}`));

  await start({ ...rates, posts: { burst: 2, spacing: 150 } });
  await allSent();

  const at = proxy.calls.map((call) => call.at);
  expect(at).toHaveLength(4);
  expect((at[3] ?? 0) - (at[0] ?? 0)).toBeGreaterThanOrEqual(280);
});
