import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { runTs } from "./gallery.ts";
import { visit } from "./visit.ts";

let browser: Browser;
const pixel =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

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

test("a file is chosen by the button, shown, and sent with words", async () => {
  const { page, gallery } = await visit(browser);

  await page.getByLabel("Attach files").setInputFiles({
    name: "payouts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("payout_id\npo_1\n"),
  });
  await page.getByRole("list", { name: "Files to send" }).getByText("payouts.csv").waitFor();
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  await box.fill("The batch");
  await box.press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toMatchObject([
      { path: "/box/upload", body: { user: "U1", channel: "C1", text: "The batch" } },
    ]);
  await expect.poll(() => page.getByRole("list", { name: "Files to send" }).count()).toBe(0);
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

test("files dropped on a thread are shown as pictures, can be taken out, and go to the thread", async () => {
  const { page, gallery } = await visit(browser, `#/C1/${runTs}`);
  const thread = page.getByRole("complementary", { name: "Thread" });
  const dropped = await page.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob("${pixel}"), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    for (const name of ["dashboard.png", "wrong.png"])
      transfer.items.add(new File([bytes], name, { type: "image/png" }));
    return transfer;
  })()`);

  await thread.dispatchEvent("drop", { dataTransfer: dropped });
  const drafts = thread.getByRole("list", { name: "Files to send" });
  const picture = drafts.locator("img").first();
  await expect
    .poll(() =>
      picture.evaluate((image: unknown) => (image as { naturalWidth: number }).naturalWidth),
    )
    .toBe(1);
  await drafts.getByRole("button", { name: "Remove wrong.png" }).press("Enter");
  await thread.getByRole("textbox", { name: "Reply in thread" }).press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toMatchObject([{ path: "/box/upload", body: { channel: "C1", thread_ts: runTs, text: "" } }]);
  expect(gallery.posted[0]?.body["file"]).toHaveProperty("name", "dashboard.png");
});

test("what was refused comes back with its files", async () => {
  const { page, gallery } = await visit(browser);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  gallery.answers.set("/box/upload", { ok: false, error: "no", text: "That is too large." });

  await page.getByLabel("Attach files").setInputFiles({
    name: "payouts.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("a"),
  });
  await box.fill("The batch");
  await box.press("Enter");

  await page.getByRole("alert").getByText("That is too large.").waitFor();
  await page.getByRole("button", { name: "Remove payouts.csv" }).waitFor();
  expect(await box.inputValue()).toBe("The batch");
});

test("an @ offers the app, people and groups, and completes in the middle of a sentence", async () => {
  const { page, gallery } = await visit(browser, `#/C1/${runTs}`);
  const box = page.getByRole("textbox", { name: "Reply in thread" });

  await box.pressSequentially("Ask @");
  const list = page.getByRole("listbox", { name: "People" });
  await expect
    .poll(() => list.getByRole("option").locator("strong").allInnerTexts())
    .toEqual(["@countercheck", "@maya", "@jonas", "@priya", "@finance"]);
  await box.pressSequentially("ber");
  await box.press("Enter");
  expect(await box.inputValue()).toBe("Ask @jonas ");
  await box.pressSequentially("about it");
  await box.press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toMatchObject([{ path: "/box/message", body: { text: "Ask @jonas about it" } }]);
});
