import { expect, test, vi } from "vitest";
import { affiliateOps, appOn, clientOf, maya, openSandbox } from "../open-sandbox.ts";

const retry = {
  type: "actions" as const,
  block_id: "next",
  elements: [
    {
      type: "button" as const,
      action_id: "again",
      value: "run-1",
      text: { type: "plain_text" as const, text: "Run again" },
    },
  ],
};
const click = { type: "button", block_id: "next", action_id: "again", value: "run-1" };

test("a click in a message reaches the app, which answers in its place", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const clicks: unknown[] = [];
  app.action("again", async ({ ack, body, respond }) => {
    await ack();
    clicks.push(body);
    await respond({ text: "Started", replace_original: true });
  });
  await app.start();
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "Ended",
    blocks: [retry],
  });

  const answer = await sandbox.person("/box/action", {
    user: maya,
    channel: affiliateOps,
    ts,
    action: click,
    state: {},
  });

  expect(answer).toEqual({ ok: true });
  await vi.waitFor(async () =>
    expect(await sandbox.messages(affiliateOps)).toMatchObject([{ ts, text: "Started" }]),
  );
  expect(clicks).toMatchObject([
    {
      type: "block_actions",
      user: { id: maya },
      channel: { id: affiliateOps },
      container: { type: "message", message_ts: ts, is_ephemeral: false },
      message: { ts, text: "Ended" },
      actions: [{ action_id: "again", block_id: "next", value: "run-1" }],
    },
  ]);
});

test("a click on what is not there is refused", async () => {
  const sandbox = await openSandbox();
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "Ended",
    blocks: [retry],
  });
  const act = (more: object) =>
    sandbox.person("/box/action", {
      user: maya,
      channel: affiliateOps,
      ts,
      action: click,
      state: {},
      ...more,
    });

  expect(await act({ ts: "1.000000" })).toMatchObject({ error: "message_not_found" });
  expect(await act({ action: { ...click, action_id: "delete" } })).toMatchObject({
    error: "action_not_found",
  });
  expect(await act({})).toMatchObject({ error: "dispatch_failed" });
});
