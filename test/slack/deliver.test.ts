import type { KnownBlock } from "@slack/types";
import { expect, test, vi } from "vitest";

import { keepCurrent, post, tellPrivately } from "#slack/outbox.ts";
import { metadataOf } from "#slack/read-back.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSender, words } from "./open-sender.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test.each(["server_error_after", "reset_after"] as const)(
  "a post that Slack took before a %s stands there once",
  async (kind) => {
    const { proxy, start, texts, owe, allSent } = await openSender(store());
    let failures = 2;
    proxy.fault = ({ method }) =>
      method === "chat.postMessage" && failures-- > 0 ? { kind } : null;
    await owe("a", affiliateOps, words("root"));
    await owe("a:1", affiliateOps, words("part"), "a");

    await start();
    await allSent();

    expect(await texts(affiliateOps)).toEqual(["root", "part"]);
    expect(proxy.calls.filter(({ method }) => method === "chat.postMessage")).toHaveLength(2);
  },
);

test("a post left half sent by a killed process is looked for, and not said again", async () => {
  const { world, start, texts, owe, row, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  const sent = await world.client.chat.postMessage({
    channel: affiliateOps,
    text: "root",
    metadata: metadataOf("a"),
  });
  await store()
    .db.updateTable("outbox")
    .set({ status: "sending", next_attempt_at: new Date(Date.now() + 60_000) })
    .execute();

  await start();
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["root"]);
  expect((await row("a")).message_ts).toBe(sent.ts);
});

test("a post that never arrived is sent when the process comes back", async () => {
  const { start, texts, owe, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  await store().db.updateTable("outbox").set({ status: "sending" }).execute();

  await start();
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["root"]);
});

test("a message that stands in Slack twice is taken back once", async () => {
  const { world, start, texts, owe, row, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  const copy = { channel: affiliateOps, text: "root", metadata: metadataOf("a") };
  const first = await world.client.chat.postMessage(copy);
  await world.client.chat.postMessage(copy);
  await store().db.updateTable("outbox").set({ status: "sending" }).execute();

  await start();
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["root"]);
  expect((await row("a")).message_ts).toBe(first.ts);
});

test("a post that Slack took is still looked for after Slack limits what follows", async () => {
  const { world, proxy, start, texts, owe, row, allSent } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  await store().db.updateTable("outbox").set({ status: "sending" }).execute();
  proxy.fault = ({ method }) =>
    method === "chat.postMessage" ? { kind: "limited", seconds: 2 } : null;

  await start();
  await vi.waitFor(async () => expect(await row("a")).toMatchObject({ failure: "ratelimited" }));
  proxy.fault = () => null;
  const first = await world.client.chat.postMessage({
    channel: affiliateOps,
    text: "root",
    metadata: metadataOf("a"),
  });
  await allSent();

  expect(await texts(affiliateOps)).toEqual(["root"]);
  expect((await row("a")).message_ts).toBe(first.ts);
});

test("words sent to a person's direct messages before an error stand there once", async () => {
  const { proxy, sandbox, start, allSent } = await openSender(store());
  let failures = 1;
  proxy.fault = ({ method }) => {
    if (method === "chat.postEphemeral") return { kind: "refused", error: "user_not_in_channel" };
    return method === "chat.postMessage" && failures-- > 0 ? { kind: "server_error_after" } : null;
  };
  await store().transaction((trx) =>
    tellPrivately(
      trx,
      { key: "p", channel: affiliateOps },
      { user: maya, respond: null, thread: null, message: words("for you") },
    ),
  );

  await start();
  await allSent();

  const said = (await sandbox.state()).messages.map(({ text }) => text);
  expect(said).toEqual(["for you"]);
});

test("where too much was said to read it all back, nothing is said again", async () => {
  const { world, proxy, start, owe, row } = await openSender(store());
  await owe("a", affiliateOps, words("root"));
  await world.client.chat.postMessage({
    channel: affiliateOps,
    text: "root",
    metadata: metadataOf("a"),
  });
  for (let count = 0; count < 301; count += 1) {
    await world.client.chat.postMessage({ channel: affiliateOps, text: `${count}` });
  }
  await store().db.updateTable("outbox").set({ status: "sending" }).execute();
  proxy.calls.length = 0;

  await start();
  await vi.waitFor(async () => expect((await row("a")).attempts).toBeGreaterThan(3), 10_000);

  expect(await row("a")).toMatchObject({ status: "sending" });
  expect(proxy.calls.filter(({ method }) => method === "chat.postMessage")).toEqual([]);
});

const plan: KnownBlock[] = [{ type: "plan", title: "Steps", tasks: [] }];
const lines: KnownBlock[] = [{ type: "section", text: { type: "mrkdwn", text: "steps" } }];

test("blocks a workspace refuses are sent as classic ones, and remembered", async () => {
  const { proxy, start, sandbox, owe, allSent } = await openSender(store());
  proxy.fault = ({ body }) =>
    body.get("blocks")?.includes(`"plan"`) ? { kind: "refused", error: "invalid_blocks" } : null;
  await owe("a", affiliateOps, words("first", plan, lines));
  await owe("b", affiliateOps, words("second", plan, lines));

  await start();
  await allSent();

  const messages = await sandbox.messages(affiliateOps);
  expect(messages.map(({ blocks }) => blocks?.[0]?.type)).toEqual(["section", "section"]);
  expect(proxy.calls.filter(({ body }) => body.get("blocks")?.includes("plan"))).toHaveLength(1);
});

test("a message whose blocks are refused in every form is said in words", async () => {
  const { proxy, start, sandbox, owe, allSent } = await openSender(store());
  proxy.fault = ({ body }) =>
    (body.get("blocks")?.length ?? 0) > 2 ? { kind: "refused", error: "invalid_blocks" } : null;
  await owe("a", affiliateOps, words("words", plan, lines));

  await start();
  await allSent();

  expect(await sandbox.messages(affiliateOps)).toEqual([
    expect.objectContaining({ text: "words" }),
  ]);
});

test("a message in a thread of people heads none: what belongs to it is posted beside it", async () => {
  const { world, start, sandbox, row, allSent } = await openSender(store());
  const { ts = "" } = await world.client.chat.postMessage({ channel: affiliateOps, text: "why?" });
  await store().transaction(async (trx) => {
    const live = { key: "run", channel: affiliateOps, parent: null, thread: ts };
    await keepCurrent(trx, live, words("running"));
    await post(trx, { key: "part", channel: affiliateOps, parent: "run" }, words("part"));
  });
  await start();
  await allSent();
  await store().transaction((trx) =>
    keepCurrent(
      trx,
      { key: "run", channel: affiliateOps, parent: null, thread: ts },
      words("over"),
    ),
  );
  await vi.waitFor(
    async () => expect(await row("run:edit")).toMatchObject({ status: "sent" }),
    5000,
  );

  const said = await sandbox.messages(affiliateOps);
  expect(said.map(({ text, thread_ts: thread }) => [text, thread])).toEqual([
    ["why?", undefined],
    ["over", ts],
    ["part", ts],
  ]);
});

test.each(["server_error_after", "reset_after"] as const)(
  "a message in a thread of people that Slack took before a %s stands there once",
  async (kind) => {
    const { world, proxy, start, texts, allSent } = await openSender(store());
    const { ts = "" } = await world.client.chat.postMessage({
      channel: affiliateOps,
      text: "why?",
    });
    let failures = 1;
    proxy.fault = ({ method }) =>
      method === "chat.postMessage" && failures-- > 0 ? { kind } : null;
    await store().transaction((trx) =>
      post(trx, { key: "run", channel: affiliateOps, parent: null, thread: ts }, words("running")),
    );

    await start();
    await allSent();

    expect(await texts(affiliateOps)).toEqual(["why?", "running"]);
    expect(proxy.calls.map(({ method }) => method)).toContain("conversations.replies");
  },
);
