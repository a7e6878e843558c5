import type { SlackViewAction, ViewSubmitAction } from "@slack/bolt";
import { expect, test, vi } from "vitest";
import { filled, form, plain, withForm } from "../open-form.ts";
import { maya, refusalOf, tomas } from "../open-sandbox.ts";

test("a form is opened, refused with errors, then accepted and closed", async () => {
  const submitted: ViewSubmitAction[] = [];
  const [sandbox, view] = await withForm((app) =>
    app.view("runbook", async ({ ack, body, view: { state } }) => {
      submitted.push(body as ViewSubmitAction);
      const value = state.values["window"]?.["value"]?.value;
      if (value === "2026-10") await ack();
      else await ack({ response_action: "errors", errors: { window: "Write 2026-10" } });
    }),
  );
  const submit = (value: string) =>
    sandbox.person("/box/submit", { user: maya, view_id: view, state: filled(value) });

  expect(await submit("October")).toEqual({ ok: true });
  expect((await sandbox.state()).views).toMatchObject([{ errors: { window: "Write 2026-10" } }]);
  expect(await submit("2026-10")).toEqual({ ok: true });
  expect((await sandbox.state()).views).toEqual([]);
  expect(submitted[1]).toMatchObject({
    user: { id: maya },
    view: { callback_id: "runbook", private_metadata: "payout-mismatch", root_view_id: view },
  });
});

test("a required field left empty is refused before the app is asked", async () => {
  const [sandbox, view] = await withForm(() => {});

  await sandbox.person("/box/submit", { user: maya, view_id: view, state: filled("") });

  expect((await sandbox.state()).views[0]?.errors).toEqual({
    window: "Please complete this required field.",
  });
});

test("only the person who has a form open can use it", async () => {
  const [sandbox, view] = await withForm(() => {});

  const answer = await sandbox.person("/box/submit", {
    user: tomas,
    view_id: view,
    state: filled("2026-10"),
  });

  expect(answer).toMatchObject({ ok: false, error: "view_not_found" });
});

test("an acknowledgement can update, push and clear", async () => {
  const [sandbox, view] = await withForm((app) =>
    app.view("runbook", async ({ ack, view: { state } }) => {
      const value = state.values["window"]?.["value"]?.value ?? "";
      if (value === "clear") await ack({ response_action: "clear" });
      else if (value === "push") await ack({ response_action: "push", view: form });
      else await ack({ response_action: "update", view: { ...form, title: plain("Again") } });
    }),
  );
  const submit = (value: string, id = view) =>
    sandbox.person("/box/submit", { user: maya, view_id: id, state: filled(value) });

  await submit("update");
  const updated = (await sandbox.state()).views;
  await submit("push");
  const [, pushed] = (await sandbox.state()).views;
  await submit("clear", pushed?.id);

  expect(updated).toMatchObject([{ id: view, view: { title: { text: "Again" } } }]);
  expect(pushed?.view).toMatchObject({ root_view_id: view, previous_view_id: view });
  expect((await sandbox.state()).views).toEqual([]);
});

test("a view that Slack would not show leaves the form as it is and says why", async () => {
  const [sandbox, view] = await withForm((app) =>
    app.view("runbook", async ({ ack }) => {
      await ack({
        response_action: "update",
        view: { ...form, title: plain("A title that is far too long") },
      });
    }),
  );

  const answer = await sandbox.person("/box/submit", {
    user: maya,
    view_id: view,
    state: filled("a"),
  });

  expect(answer).toMatchObject({ ok: false, error: "invalid_arguments" });
  expect(answer).toHaveProperty("text", expect.stringContaining("less than 25 characters"));
  expect((await sandbox.state()).views).toMatchObject([{ view: { title: form.title } }]);
});

test("a click in a form reaches the app, which updates it under the hash it knows", async () => {
  const clicks: SlackViewAction[] = [];
  const [sandbox, view] = await withForm((app) =>
    app.action("advanced", async ({ ack, body, client }) => {
      await ack();
      const { view: clicked } = body as unknown as { view: { id: string; hash: string } };
      clicks.push(body as unknown as SlackViewAction);
      const update = { view_id: clicked.id, hash: clicked.hash, view: form };
      await client.views.update(update);
      expect(await refusalOf(client.views.update(update))).toMatchObject({
        error: "hash_conflict",
      });
      clicks.push(body as unknown as SlackViewAction);
    }),
  );

  await sandbox.person("/box/action", {
    user: maya,
    view_id: view,
    action: { type: "button", block_id: "more", action_id: "advanced" },
    state: filled("2026-10"),
  });

  await vi.waitFor(() => expect(clicks).toHaveLength(2));
  expect(clicks[0]).toMatchObject({
    type: "block_actions",
    container: { type: "view", view_id: view },
    view: { state: { values: filled("2026-10") } },
  });
});

test("the app offers options as a person types, and hears of a form closed", async () => {
  const closed: unknown[] = [];
  const [sandbox, view] = await withForm((app) => {
    app.options("partner", async ({ ack, payload }) => {
      await ack({ options: [{ text: plain(`Partner ${payload.value}`), value: payload.value }] });
    });
    app.view({ callback_id: "runbook", type: "view_closed" }, async ({ ack, body }) => {
      await ack();
      closed.push(body);
    });
  });

  const options = await sandbox.person("/box/options", {
    user: maya,
    view_id: view,
    block_id: "partner",
    action_id: "partner",
    value: "harb",
  });
  await sandbox.person("/box/close", { user: maya, view_id: view });

  expect(options).toEqual({ ok: true, options: [{ text: plain("Partner harb"), value: "harb" }] });
  expect(closed).toMatchObject([{ type: "view_closed", is_cleared: false }]);
  expect((await sandbox.state()).views).toEqual([]);
});
