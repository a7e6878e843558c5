import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { runTs } from "./gallery.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test("a slash lists the commands and Tab completes the chosen one", async () => {
  const { page, gallery } = await visit(browser);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });

  await box.fill("/");
  const list = page.getByRole("listbox", { name: "Commands" });
  await list.getByRole("option", { name: "/runbook" }).waitFor();
  expect(await list.getByRole("option").count()).toBe(3);
  await box.pressSequentially("ru");
  await box.press("Tab");
  expect(await box.inputValue()).toBe("/runbook ");
  await page.getByText("payout-mismatch source=acme window=2026-10").waitFor();
  await box.pressSequentially("payout-mismatch");
  await box.press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toEqual([
      {
        path: "/box/command",
        body: { user: "U1", channel: "C1", command: "/runbook", text: "payout-mismatch" },
      },
    ]);
  expect(await box.inputValue()).toBe("");
});

test("arrows choose another command and Enter completes it", async () => {
  const { page } = await visit(browser);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });

  await box.fill("/");
  await box.press("ArrowDown");
  await box.press("Enter");

  expect(await box.inputValue()).toBe("/check ");
});

test("a refused command says why and comes back to be mended", async () => {
  const { page, gallery } = await visit(browser);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  gallery.answers.set("/box/command", {
    ok: false,
    error: "timeout",
    text: "/runbok is not a valid command.",
  });

  await box.fill("/runbok payout-mismatch");
  await box.press("Enter");

  await page.getByRole("alert").getByText("/runbok is not a valid command.").waitFor();
  await expect.poll(() => box.inputValue()).toBe("/runbok payout-mismatch");
});

test("Shift+Enter makes a line and Enter sends the message", async () => {
  const { page, gallery } = await visit(browser);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });

  await box.pressSequentially("one");
  await box.press("Shift+Enter");
  await box.pressSequentially("two");
  await box.press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toEqual([{ path: "/box/message", body: { user: "U1", channel: "C1", text: "one\ntwo" } }]);
});

test("a slash command in a thread is refused with a sentence, a reply is not", async () => {
  const { page, gallery } = await visit(browser, `#/C1/${runTs}`);
  const box = page.getByRole("textbox", { name: "Reply in thread" });

  await box.fill("/runbook");
  await box.press("Enter");
  await page.getByText("/runbook is not supported in threads.").waitFor();
  await box.fill("void it");
  await box.press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toEqual([
      {
        path: "/box/message",
        body: { user: "U1", channel: "C1", text: "void it", thread_ts: runTs },
      },
    ]);
});

test("a file is shared by the button", async () => {
  const { page, gallery } = await visit(browser);

  await page.getByLabel("Attach files").setInputFiles({
    name: "payouts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("payout_id\npo_1\n"),
  });

  await expect
    .poll(() => gallery.posted)
    .toMatchObject([{ path: "/box/upload", body: { user: "U1", channel: "C1" } }]);
  expect(gallery.posted[0]?.body["file"]).toHaveProperty("name", "payouts.csv");
});

test("a newcomer is shown the first command until one was typed", async () => {
  const { page, gallery } = await visit(browser);

  await page.getByRole("button", { name: "Type it for me" }).click();
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  expect(await box.inputValue()).toBe("/runbook payout-mismatch");
  await box.press("Enter");

  await page.getByRole("complementary", { name: "Start here" }).waitFor({ state: "detached" });
  expect(gallery.posted[0]?.body).toMatchObject({ command: "/runbook", text: "payout-mismatch" });
});
