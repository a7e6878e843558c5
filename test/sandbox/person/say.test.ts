import { expect, test, vi } from "vitest";
import { affiliateOps, appOn, clientOf, maya, openSandbox, random } from "../open-sandbox.ts";

test("what people do reaches the app as events, where it is and for what it subscribed to", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const heard: (readonly [string, string])[] = [];
  app.message(async ({ message }) => {
    heard.push(["message", (message as { text?: string }).text ?? ""]);
  });
  app.event("app_mention", async ({ event }) => {
    heard.push(["mention", event.text]);
  });
  app.event("reaction_added", async ({ event }) => {
    heard.push(["reaction", event.reaction]);
  });
  app.event("app_home_opened", async ({ event, client }) => {
    heard.push(["home", event.user]);
    await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [] } });
  });
  await app.start();

  await sandbox.person("/box/message", { user: maya, channel: random, text: "Unheard" });
  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Heard" });
  await sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "@countercheck run",
  });
  const { ts } = await sandbox.firstMessage(affiliateOps);
  await sandbox.person("/box/reaction", { user: maya, channel: affiliateOps, ts, name: "eyes" });
  await sandbox.person("/box/home", { user: maya });

  await vi.waitFor(() => expect(heard).toHaveLength(5));
  expect(heard).toEqual(
    expect.arrayContaining([
      ["message", "Heard"],
      ["message", "<@U0CCBOT001> run"],
      ["mention", "<@U0CCBOT001> run"],
      ["reaction", "eyes"],
      ["home", maya],
    ]),
  );
});

test("an app that did not subscribe hears nothing", async () => {
  const sandbox = await openSandbox({ events: ["app_mention"] });
  const app = appOn(sandbox);
  const heard: string[] = [];
  app.use(async ({ body, next }) => {
    heard.push((body as { event: { type: string } }).event.type);
    await next();
  });
  await app.start();

  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text: "Hello" });
  await sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "Hello @countercheck",
  });

  await vi.waitFor(() => expect(heard).toEqual(["app_mention"]));
});

test("hostile text is kept as text", async () => {
  const sandbox = await openSandbox();
  const text = '<img src=x onerror="alert(1)"> <!channel> & co';

  await sandbox.person("/box/message", { user: maya, channel: affiliateOps, text });

  expect((await sandbox.messages(affiliateOps))[0]?.text).toBe(
    '&lt;img src=x onerror="alert(1)"&gt; &lt;!channel&gt; &amp; co',
  );
});

test("nobody can act as the bot", async () => {
  const sandbox = await openSandbox();
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "a",
  });

  const answer = await sandbox.person("/box/message", {
    user: "U0CCBOT001",
    channel: affiliateOps,
    text: "I am the bot",
  });

  expect(answer).toMatchObject({ ok: false, error: "user_not_found" });
  expect(await sandbox.messages(affiliateOps)).toMatchObject([{ ts }]);
});
