import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "@slack/bolt";
import type { View } from "@slack/types";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startSandbox, type Sandbox } from "#sandbox/sandbox.ts";
import { openBrowser } from "../../browser.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const plain = (text: string) => ({ type: "plain_text" as const, text });
const form: View = {
  type: "modal",
  callback_id: "form",
  title: plain("Payout mismatch"),
  submit: plain("Run"),
  blocks: [
    {
      type: "input",
      block_id: "window",
      label: plain("Window"),
      element: { type: "plain_text_input", action_id: "value", initial_value: "2026-10" },
    },
    {
      type: "input",
      block_id: "partner",
      optional: true,
      label: plain("Partner"),
      element: { type: "external_select", action_id: "partner", min_query_length: 1 },
    },
  ],
};

async function openWorkspace(): Promise<{ sandbox: Sandbox; app: App; page: Page }> {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-page-"));
  const sandbox = await startSandbox({
    folder,
    port: 0,
    commands: [{ command: "/runbook", description: "Run a runbook", usage_hint: "[name]" }],
    scopes: ["commands", "chat:write", "files:write", "files:read", "im:write", "users:read"],
  });
  const app = new App({
    token: sandbox.botToken,
    appToken: sandbox.appToken,
    socketMode: true,
    clientOptions: { slackApiUrl: sandbox.apiUrl },
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (entry) => {
    if (entry.type() === "error") errors.push(entry.text());
  });
  onTestFinished(async () => {
    await page.close();
    await app.stop();
    await sandbox.close();
    await rm(folder, { recursive: true });
    expect(errors).toEqual([]);
  });
  return { sandbox, app, page };
}

test("a command, its form, its errors and its answer go through a real app", async () => {
  const { sandbox, app, page } = await openWorkspace();
  app.command("/runbook", async ({ ack, body, client }) => {
    await ack();
    await client.views.open({ trigger_id: body.trigger_id, view: form });
  });
  app.options("partner", async ({ ack, payload }) => {
    await ack({ options: [{ text: plain(`Partner ${payload.value}`), value: "prt_003" }] });
  });
  app.view("form", async ({ ack, view, client, body }) => {
    const state = view.state.values;
    if (state["window"]?.["value"]?.value === "2026-13")
      return ack({ response_action: "errors", errors: { window: "There is no month 13." } });
    await ack();
    const partner = state["partner"]?.["partner"]?.selected_option?.value;
    await client.chat.postMessage({
      channel: "C0AFFILOPS",
      text: `<@${body.user.id}> asked for *${partner}*`,
    });
  });
  await app.start();
  await page.goto(sandbox.url);

  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  await box.fill("/run");
  await box.press("Tab");
  await box.press("Enter");
  const modal = page.getByRole("dialog", { name: "Payout mismatch" });
  await modal.getByRole("textbox", { name: "Window" }).fill("2026-13");
  await modal.getByRole("combobox", { name: "Partner" }).fill("x");
  await page.getByRole("option", { name: "Partner x" }).click();
  await modal.getByRole("button", { name: "Run" }).click();
  await modal.getByText("There is no month 13.").waitFor();
  await modal.getByRole("textbox", { name: "Window" }).fill("2026-09");
  await modal.getByRole("button", { name: "Run" }).click();
  await modal.waitFor({ state: "detached" });

  const answer = page.getByRole("article", { name: "Countercheck" }).last();
  await expect.poll(() => answer.innerText()).toContain("@Maya Lindqvist asked for prt_003");
});

test("a message is edited in place, pressed, and answered to one person", async () => {
  const { sandbox, app, page } = await openWorkspace();
  app.action("approve", async ({ ack, respond, body }) => {
    await ack();
    await respond({
      response_type: "ephemeral",
      replace_original: false,
      text: `Thanks, ${body.user.id}`,
    });
  });
  await app.start();
  const posted = await app.client.chat.postMessage({
    channel: "C0AFFILOPS",
    text: "Run",
    blocks: [{ type: "plan", title: "First steps", tasks: [] }],
  });
  await page.goto(sandbox.url);
  await page.getByText("First steps").waitFor();

  await app.client.chat.update({
    channel: "C0AFFILOPS",
    ts: posted.ts ?? "",
    text: "Run",
    blocks: [
      {
        type: "plan",
        title: "Last steps",
        tasks: [{ type: "task_card", task_id: "1", title: "Reconcile", status: "complete" }],
      },
      {
        type: "actions",
        elements: [{ type: "button", action_id: "approve", text: plain("Approve") }],
      },
    ],
  });
  await page.getByText("Last steps").waitFor();
  await page.getByRole("button", { name: "Approve" }).click();

  await page.getByText("Thanks, U0MAYA0001").first().waitFor();
  expect(await page.getByText("Only visible to you").count()).toBe(1);
});

test("files go up by the page and come down byte for byte", async () => {
  const { sandbox, app, page } = await openWorkspace();
  await app.start();
  await page.goto(sandbox.url);
  const bytes = Buffer.from("payout_id,amount\npo_1,12.50\npo_2,9.99\n");

  await page
    .getByLabel("Attach files")
    .setInputFiles({ name: "payouts.csv", mimeType: "text/csv", buffer: bytes });
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const card = page.getByRole("article", { name: "File payouts.csv" });
  await card.getByText("Preview").click();
  await card.getByRole("cell", { name: "po_2" }).waitFor();
  const coming = page.waitForEvent("download");
  await card.getByRole("link", { name: "Download payouts.csv" }).click();
  const download = await coming;

  const sum = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
  expect(download.suggestedFilename()).toBe("payouts.csv");
  expect(sum(await readFile(await download.path()))).toBe(sum(bytes));
});

test("with no app connected a command says what Slack would say", async () => {
  const { sandbox, page } = await openWorkspace();
  await page.goto(sandbox.url);
  await page.getByText("App not connected").waitFor();

  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  await box.fill("/runbook payout-mismatch");
  await box.press("Enter");

  await page.getByText('/runbook failed with the error "dispatch_failed"').waitFor();
  await expect.poll(() => box.inputValue()).toBe("/runbook payout-mismatch");
});
