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
