import { expect, test, vi } from "vitest";
import {
  affiliateOps,
  clientOf,
  listenOn,
  maya,
  openSandbox,
  tomas,
  type OpenSandbox,
} from "../open-sandbox.ts";

async function said(sandbox: OpenSandbox, text: string): Promise<string> {
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text });
  return (await sandbox.messages(affiliateOps)).at(-1)?.ts ?? "";
}

test("a person edits and deletes their own message, and the app hears what it was", async () => {
  const sandbox = await openSandbox();
  const heard = await listenOn(sandbox);
  const ts = await said(sandbox, "October is fine");
  const place = { user: maya, channel: affiliateOps, ts };

  await sandbox.person("/box/edit", { ...place, text: "October is *not* fine, @tomas" });
  const [edited] = await sandbox.messages(affiliateOps);
  await sandbox.person("/box/delete", place);

  expect(edited).toMatchObject({ ts, text: "October is *not* fine, <@U0TOMAS002>" });
  expect(edited?.edited).toBeDefined();
  expect(await sandbox.messages(affiliateOps)).toEqual([]);
  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(heard.slice(1)).toMatchObject([
    {
      subtype: "message_changed",
      message: { text: edited?.text, edited: { user: maya } },
      previous_message: { text: "October is fine", user: maya },
    },
    { subtype: "message_deleted", deleted_ts: ts, previous_message: { text: edited?.text } },
  ]);
});

test("words taken back unchanged change nothing", async () => {
  const sandbox = await openSandbox();
  const ts = await said(sandbox, "As it was");

  await sandbox.person("/box/edit", { user: maya, channel: affiliateOps, ts, text: "As it was" });

  expect((await sandbox.firstMessage(affiliateOps)).edited).toBeUndefined();
});

test("nobody edits or deletes what another said, nor empties a message", async () => {
  const sandbox = await openSandbox();
  const ts = await said(sandbox, "Mine");
  const place = { user: tomas, channel: affiliateOps, ts };

  expect(await sandbox.person("/box/edit", { ...place, text: "Yours" })).toMatchObject({
    error: "cant_update_message",
  });
  expect(await sandbox.person("/box/delete", place)).toMatchObject({
    error: "cant_delete_message",
  });
  expect(await sandbox.person("/box/edit", { ...place, user: maya, text: " " })).toMatchObject({
    error: "no_text",
  });
  expect(await sandbox.messages(affiliateOps)).toMatchObject([{ text: "Mine" }]);
});

test("a pin is told with its message, listed, once only, and goes with its message", async () => {
  const sandbox = await openSandbox();
  const heard = await listenOn(sandbox);
  const client = clientOf(sandbox);
  const ts = await said(sandbox, "The contract says 12 %");
  const place = { user: tomas, channel: affiliateOps, ts };

  expect(await sandbox.person("/box/pin", place)).toEqual({ ok: true });
  expect(await sandbox.person("/box/pin", place)).toMatchObject({ error: "already_pinned" });
  const { items } = await client.pins.list({ channel: affiliateOps });
  const { pins } = await sandbox.state();
  await client.pins.list({ channel: affiliateOps });
  await sandbox.person("/box/delete", { ...place, user: maya });

  await vi.waitFor(() => expect(heard).toHaveLength(3));
  expect(heard[1]).toMatchObject({
    type: "pin_added",
    user: tomas,
    channel_id: affiliateOps,
    item: { type: "message", created_by: tomas, message: { ts, pinned_to: [affiliateOps] } },
    item_user: maya,
    pin_count: 1,
  });
  expect(items).toMatchObject([{ created_by: tomas, message: { ts } }]);
  expect(pins).toMatchObject([{ channel: affiliateOps, ts, user: tomas }]);
  expect((await sandbox.state()).pins).toEqual([]);
});

test("a reaction carries the place and not the words", async () => {
  const sandbox = await openSandbox();
  const heard = await listenOn(sandbox);
  const ts = await said(sandbox, "Look");
  const mark = { user: tomas, channel: affiliateOps, ts, name: "paperclip" };

  await sandbox.person("/box/reaction", mark);
  await sandbox.person("/box/reaction", { ...mark, remove: true });

  await vi.waitFor(() => expect(heard).toHaveLength(3));
  const item = { type: "message", channel: affiliateOps, ts };
  const common = { user: tomas, reaction: "paperclip", item_user: maya, item };
  expect(heard.slice(1)).toEqual([
    { type: "reaction_added", ...common, event_ts: expect.any(String) },
    { type: "reaction_removed", ...common, event_ts: expect.any(String) },
  ]);
});
