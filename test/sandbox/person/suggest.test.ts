import type { App } from "@slack/bolt";
import { expect, test } from "vitest";
import { plain, withForm } from "../open-form.ts";
import { affiliateOps, appOn, clientOf, maya, openSandbox } from "../open-sandbox.ts";

const partner = { action_id: "partner", block_id: "partner" };
const option = (value: string) => ({ text: plain(`Partner ${value}`), value });

/** What a person sees who typed into the form's menu, when the app answers like this. */
async function offered(value: string, answer: (app: App) => void) {
  const [sandbox, view_id] = await withForm(answer);
  return sandbox.person("/box/options", { user: maya, view_id, ...partner, value });
}

test("options in groups arrive in their groups", async () => {
  const option_groups = [
    { label: plain("Coupon"), options: [option("1"), option("2")] },
    { label: plain("Content"), options: [option("3")] },
  ];

  const answer = await offered("a", (app) =>
    app.options("partner", async ({ ack }) => ack({ option_groups })),
  );

  expect(answer).toEqual({ ok: true, option_groups });
});

test.each([
  ["too many", Array.from({ length: 101 }, (_, index) => option(String(index)))],
  ["a text of 76 letters", [{ text: plain("x".repeat(76)), value: "1" }]],
  ["a value of 151 letters", [option("x".repeat(151))]],
  ["marked-up text", [{ text: { type: "mrkdwn", text: "*a*" }, value: "1" }]],
])("options that Slack does not show are refused with the reason: %s", async (_, options) => {
  const answer = await offered("a", (app) =>
    app.options("partner", async ({ ack }) => ack({ options: options as never })),
  );

  expect(answer).toMatchObject({ ok: false, error: "invalid_options" });
});

test("fewer letters than the menu wants are no question to the app", async () => {
  const answer = await offered("", (app) =>
    app.options("partner", async () => {
      throw new Error("It was asked.");
    }),
  );

  expect(answer).toMatchObject({ error: "query_too_short" });
});

test("a menu in a message names its message and channel", async () => {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const asked: unknown[] = [];
  app.options("several", async ({ ack, body }) => {
    asked.push(body);
    await ack({ options: [option("17")] });
  });
  await app.start();
  const element = { type: "multi_external_select" as const, action_id: "several" };
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "Which?",
    blocks: [
      { type: "section", block_id: "which", text: plain("Which?"), accessory: element },
      {
        type: "actions",
        block_id: "next",
        elements: [{ type: "button", action_id: "go", text: plain("Go") }],
      },
    ],
  });
  const place = { user: maya, channel: affiliateOps, ts };
  const ask = (block_id: string, action_id: string, value: string) =>
    sandbox.person("/box/options", { ...place, block_id, action_id, value });

  expect(await ask("which", "several", "har")).toEqual({ ok: true, options: [option("17")] });
  expect(await ask("which", "several", "ha")).toMatchObject({ error: "query_too_short" });
  expect(await ask("next", "go", "har")).toMatchObject({ error: "action_not_found" });
  expect(asked).toMatchObject([
    {
      type: "block_suggestion",
      value: "har",
      user: { id: maya },
      channel: { id: affiliateOps },
      container: { type: "message", message_ts: ts },
      message: { text: "Which?" },
    },
  ]);
});

test("an app that does not answer in time is said to be late", async () => {
  const sandbox = await openSandbox({ patience: 30 });
  const app = appOn(sandbox);
  app.options("late", async () => {});
  await app.start();
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "Which?",
    blocks: [
      {
        type: "actions",
        block_id: "which",
        elements: [{ type: "external_select", action_id: "late", min_query_length: 0 }],
      },
    ],
  });

  const answer = await sandbox.person("/box/options", {
    user: maya,
    channel: affiliateOps,
    ts,
    block_id: "which",
    action_id: "late",
    value: "",
  });

  expect(answer).toMatchObject({ ok: false, error: "operation_timeout" });
});
