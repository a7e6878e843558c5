import type { InputBlock } from "@slack/types";
import { expect, test, vi } from "vitest";

import { ConfigError } from "#errors.ts";
import { affiliateOps, maya, random } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("a command with its parameters starts a run at once, in one message with its thread", async () => {
  const opened = await openSlack(store());
  await opened.start();

  expect(await opened.type("payout-mismatch source=acme window=2025-10")).toEqual({ ok: true });

  const [root, context] = await vi.waitFor(async () => {
    const messages = await opened.sandbox.messages(affiliateOps);
    expect(messages).toHaveLength(2);
    return messages;
  });
  expect(root?.blocks?.map((block) => block.type)).toEqual(["rich_text", "plan", "actions"]);
  expect(context?.thread_ts).toBe(root?.ts);
  expect(JSON.stringify(context?.blocks)).toContain("2025-10-01 to 2025-10-31");
  expect(await opened.runs()).toMatchObject([
    { source: "acme", requested_by: maya, status: "running" },
  ]);
});

test("a typo is answered to the person alone with the nearest runbook", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type("payout-mismach window=2025-10");

  const [words] = await opened.privateWords();
  expect(words?.text).toContain("Did you mean `/runbook payout-mismatch`?");
  expect(words?.ephemeral_to).toBe(maya);
  expect(await opened.runs()).toEqual([]);
});

test("the form offered after a refusal holds what was typed", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type('PAYOUT-mismatch  window=2025-10 currency=doubloon partner="prt 003"');

  const [words] = await opened.privateWords();
  const actions = words?.blocks?.find((block) => block.type === "actions");
  const [button] = actions?.elements ?? [];
  await opened.sandbox.person("/box/action", {
    user: maya,
    channel: affiliateOps,
    ts: words?.ts ?? "",
    action: { ...button, block_id: actions?.block_id },
    state: {},
  });
  const { view } = await opened.openView();
  const inputs = view.blocks.filter((block): block is InputBlock => block.type === "input");
  const filled = inputs.map(({ label, element }) => {
    if ("initial_value" in element) return [label.text, element.initial_value];
    return [label.text, "initial_option" in element ? element.initial_option?.value : null];
  });
  expect(Object.fromEntries(filled)).toMatchObject({
    Window: "2025-10",
    Currency: "doubloon",
    Partner: "prt 003",
  });
});

test("what cannot be is refused in one sentence, whatever was typed", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type("payout-mismatch source=<acne>&co window=2025-10");

  const [words] = await opened.privateWords();
  expect(words?.text).toContain("&lt;acne&gt;&amp;co");
});

test("help is one screen, for the person alone", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type("help");

  const [words] = await opened.privateWords();
  expect(words?.text).toContain("`/runbook` opens a form");
});

test("in a channel without the bot nothing is run, and the person learns how to invite it", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type("payout-mismatch window=2025-10", random);

  const [words] = await opened.privateWords(random);
  expect(words?.text).toContain("`/invite`");
  expect(await opened.runs()).toEqual([]);
});

test("a refused token is a fault of the deployment, with the way to mend it", async () => {
  const opened = await openSlack(store());

  const wrongBot = { mode: "socket", botToken: "xoxb-wrong", appToken: "xapp-wrong" } as const;
  await expect(opened.start({ connection: wrongBot })).rejects.toThrow(ConfigError);
  const wrongApp = { ...wrongBot, botToken: opened.sandbox.botToken };
  await expect(opened.start({ connection: wrongApp })).rejects.toThrow("connections:write");
});
