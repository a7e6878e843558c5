import type { InputBlock } from "@slack/types";
import { DateTime } from "luxon";
import { expect, test, vi } from "vitest";

import { redactor } from "#evidence/redaction.ts";
import { sharing } from "#evidence/redaction/sharing.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { lastClosedMonth } from "#model/window.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack, twoRunbooks } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("a form refuses beside the field what cannot be, then starts the run", async () => {
  const opened = await openSlack(store());
  await opened.start();
  await opened.type("payout-mismatch");
  const { id: view_id } = await opened.openView();
  const select = (value: string) => ({
    type: "static_select",
    selected_option: { value, text: { type: "plain_text", text: value } },
  });
  const filled = (zone: string) => ({
    parameter_source: { value: select("acme") },
    parameter_window: { value: { type: "plain_text_input", value: "2025-10" } },
    parameter_timezone: { value: { type: "plain_text_input", value: zone } },
    parameter_currency: { value: { type: "plain_text_input", value: "usd" } },
    parameter_partner: { value: { type: "plain_text_input", value: "prt_003" } },
  });
  const submit = (zone: string) =>
    opened.sandbox.person("/box/submit", { user: maya, view_id, state: filled(zone) });

  await submit("Mars/Base");
  const refused = await opened.openView();
  expect(refused.errors).toEqual({
    parameter_timezone: expect.stringContaining("is not a timezone"),
  });
  expect(await opened.runs()).toEqual([]);

  await submit("Europe/Paris");
  await vi.waitFor(async () => expect(await opened.runs()).toHaveLength(1));
  expect((await opened.sandbox.state()).views).toEqual([]);
  expect(await opened.runs()).toMatchObject([
    { channel: affiliateOps, context: { timezone: "Europe/Paris", currency: "USD" } },
  ]);
});

test("a form marks every field that cannot be, each with its own sentence", async () => {
  const opened = await openSlack(store());
  await opened.start();
  await opened.type("payout-mismatch");
  const { id: view_id } = await opened.openView();
  const text = (value: string) => ({ value: { type: "plain_text_input", value } });

  const state = {
    parameter_source: {
      value: {
        type: "static_select",
        selected_option: { value: "acme", text: { type: "plain_text", text: "acme" } },
      },
    },
    parameter_window: text("next week"),
    parameter_timezone: text("Mars/Base"),
    parameter_currency: text("doubloon"),
  };
  await opened.sandbox.person("/box/submit", { user: maya, view_id, state });

  expect((await opened.openView()).errors).toEqual({
    parameter_window: expect.stringContaining('"next week" is not a window'),
    parameter_timezone: expect.stringContaining("is not a timezone"),
    parameter_currency: expect.stringContaining("is not one of ISO 4217"),
  });
});

test("a form is prefilled with the last closed month and the only source", async () => {
  const opened = await openSlack(store());
  await opened.start();

  await opened.type("payout-mismatch");

  const { view } = await opened.openView();
  const inputs = view.blocks.filter((block): block is InputBlock => block.type === "input");
  const elements = inputs.map(({ element }) => element);
  expect(elements.slice(0, 4)).toEqual([
    expect.objectContaining({ initial_option: expect.objectContaining({ value: "acme" }) }),
    expect.objectContaining({ initial_value: lastClosedMonth(DateTime.now(), "America/New_York") }),
    expect.objectContaining({
      type: "external_select",
      initial_option: expect.objectContaining({ value: "America/New_York" }),
    }),
    expect.objectContaining({ initial_option: expect.objectContaining({ value: "USD" }) }),
  ]);
});

test("with several runbooks the form asks which, and then shows its fields", async () => {
  const opened = await openSlack(store(), { runbooks: twoRunbooks });
  await opened.start();
  await opened.type("");
  const { id: view_id, view } = await opened.openView();
  expect(view.blocks.map((block) => block.block_id)).toEqual(["runbook"]);

  await opened.sandbox.person("/box/action", {
    user: maya,
    view_id,
    action: {
      type: "static_select",
      block_id: "runbook",
      action_id: "choose_runbook",
      selected_option: {
        value: "sparse-analytics",
        text: { type: "plain_text", text: "Sparse analytics" },
      },
    },
    state: {},
  });

  await vi.waitFor(async () => {
    const changed = await opened.openView();
    expect(changed.view.blocks.map((block) => block.block_id)).toContain("parameter_window");
  });
});

test("no planted value stands in a form, when it opens and when it changes", async () => {
  const planted = ["maya@acme.example", "DE89370400440532013000"];
  const said = `Ask ${planted.join(" or ")}`;
  const runbooks = twoRunbooks.map((runbook) => ({ ...runbook, title: said, purpose: said }));
  const redact = redactor(maskEverything, Buffer.from("a key"));
  const opened = await openSlack(store(), { runbooks });
  await opened.start({ sharing: sharing({ artifacts: opened.artifacts, redactor: redact }) });

  await opened.type("");
  const { id: view_id, view } = await opened.openView();
  const option = { value: "sparse-analytics", text: { type: "plain_text", text: "any" } };
  const element = { type: "static_select", action_id: "choose_runbook", selected_option: option };
  const action = { ...element, block_id: "runbook" };
  await opened.sandbox.person("/box/action", { user: maya, view_id, action, state: {} });
  const changed = await vi.waitFor(async () => {
    const { view: now } = await opened.openView();
    expect(now.blocks.length).toBeGreaterThan(view.blocks.length);
    return now;
  });

  for (const shown of [view, changed]) {
    expect(JSON.stringify(shown)).toContain("[email ");
    for (const value of planted) expect(JSON.stringify(shown)).not.toContain(value);
  }
});

test("a form whose trigger is gone becomes a button, and the button opens it", async () => {
  const opened = await openSlack(store());
  await opened.start();
  opened.proxy.fault = ({ method }) => {
    if (method === "views.open") opened.pass(4000);
    return null;
  };

  await opened.type("payout-mismatch");

  const [words] = await opened.privateWords();
  expect((await opened.sandbox.state()).views).toEqual([]);
  const actions = words?.blocks?.find((block) => block.type === "actions");
  const [button] = actions?.elements ?? [];
  expect(JSON.stringify(button)).toContain("Open the form");

  opened.proxy.fault = () => null;
  await opened.sandbox.person("/box/action", {
    user: maya,
    channel: affiliateOps,
    ts: words?.ts ?? "",
    action: { ...button, block_id: actions?.block_id },
    state: {},
  });
  const { view } = await opened.openView();
  expect(view.private_metadata).toContain("payout-mismatch");
});
