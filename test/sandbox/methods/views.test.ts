import { expect, test, vi } from "vitest";
import { filled, form, withForm } from "../open-form.ts";
import { affiliateOps, appOn, clientOf, maya, openSandbox, refusalOf } from "../open-sandbox.ts";

test("a trigger opens nothing after 3 seconds", async () => {
  let now = 1_763_712_000_000;
  const sandbox = await openSandbox({ clock: () => now });
  const app = appOn(sandbox);
  const refusals: object[] = [];
  app.command("/runbook", async ({ ack, command, client }) => {
    await ack();
    now += 3001;
    const { trigger_id } = command;
    refusals.push(await refusalOf(client.views.open({ trigger_id, view: form })));
  });
  await app.start();

  await sandbox.person("/box/command", {
    user: maya,
    channel: affiliateOps,
    command: "/runbook",
    text: "",
  });

  await vi.waitFor(() => expect(refusals).toMatchObject([{ error: "expired_trigger_id" }]));
});

test("Home is published to one person, acted on, and changed only under the hash it has", async () => {
  const sandbox = await openSandbox();
  const client = clientOf(sandbox);
  const app = appOn(sandbox);
  const acted: unknown[] = [];
  const opened: unknown[] = [];
  const view = (text: string) => ({
    type: "home" as const,
    blocks: [
      {
        type: "actions" as const,
        block_id: "b",
        elements: [
          {
            type: "button" as const,
            action_id: "answer",
            text: { type: "plain_text" as const, text },
          },
        ],
      },
    ],
  });
  app.event("app_home_opened", async ({ event }) => {
    opened.push(event);
    await client.views.publish({ user_id: event.user, view: view("Answer") });
  });
  app.action("answer", async ({ ack, body }) => {
    await ack();
    acted.push(body);
  });
  await app.start();

  await sandbox.person("/box/home", { user: maya });
  const home = await vi.waitFor(async () => {
    const [published] = (await sandbox.state()).homes;
    expect(published?.user).toBe(maya);
    return published;
  });
  const { id = "", hash = "" } = home ?? {};
  const action = { type: "button", block_id: "b", action_id: "answer" };
  await sandbox.person("/box/action", { user: maya, view_id: id, action, state: {} });
  await client.views.update({ view_id: id, hash, view: view("Thanks") });
  const late = client.views.publish({ user_id: maya, hash, view: view("Late") });

  expect(await refusalOf(late)).toMatchObject({ error: "hash_conflict" });
  expect(JSON.stringify((await sandbox.state()).homes)).toContain("Thanks");
  expect(opened).toMatchObject([{ user: maya, tab: "home", channel: expect.stringMatching(/^D/) }]);
  expect(acted).toMatchObject([
    {
      type: "block_actions",
      user: { id: maya },
      container: { type: "view", view_id: id },
      view: { id, type: "home" },
      trigger_id: expect.any(String),
    },
  ]);
});

test("at most three views are stacked, and Home is no modal", async () => {
  const [sandbox] = await withForm((app) =>
    app.view("runbook", async ({ ack }) => ack({ response_action: "push", view: form })),
  );
  const client = clientOf(sandbox);
  const submitTop = async () => {
    const view_id = (await sandbox.state()).views.at(-1)?.id ?? "";
    return sandbox.person("/box/submit", { user: maya, view_id, state: filled("a") });
  };

  await client.views.publish({ user_id: maya, view: { type: "home", blocks: [] } });
  const answers = [await submitTop(), await submitTop(), await submitTop()];

  expect(answers).toMatchObject([{ ok: true }, { ok: true }, { error: "push_limit_reached" }]);
  expect((await sandbox.state()).views).toHaveLength(3);
});
