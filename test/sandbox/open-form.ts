import type { App } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { expect, vi } from "vitest";
import { affiliateOps, appOn, maya, openSandbox, type OpenSandbox } from "./open-sandbox.ts";

export const plain = (text: string) => ({ type: "plain_text" as const, text });
export const form: ModalView = {
  type: "modal",
  callback_id: "runbook",
  private_metadata: "payout-mismatch",
  notify_on_close: true,
  title: plain("Run a runbook"),
  submit: plain("Run"),
  blocks: [
    {
      type: "input",
      block_id: "window",
      label: plain("Window"),
      element: { type: "plain_text_input", action_id: "value" },
    },
    {
      type: "input",
      block_id: "partner",
      optional: true,
      label: plain("Partner"),
      element: { type: "external_select", action_id: "partner", min_query_length: 1 },
    },
    {
      type: "actions",
      block_id: "more",
      elements: [{ type: "button", action_id: "advanced", text: plain("Advanced") }],
    },
  ],
};
export const filled = (value: string) => ({
  window: { value: { type: "plain_text_input", value } },
});

/** A sandbox whose app opens the form on `/runbook`, with the form open for Maya. */
export async function withForm(listen: (app: App) => void): Promise<[OpenSandbox, string]> {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  app.command("/runbook", async ({ ack, command, client }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: form });
  });
  listen(app);
  await app.start();
  await sandbox.person("/box/command", {
    user: maya,
    channel: affiliateOps,
    command: "/runbook",
    text: "",
  });
  const view = await vi.waitFor(async () => {
    const [open] = (await sandbox.state()).views;
    expect(open).toBeDefined();
    return open?.id ?? "";
  });
  return [sandbox, view];
}
