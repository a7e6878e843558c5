import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { runTs } from "./gallery.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const later = (seconds: number) => (Number(runTs) + 3600 + seconds).toFixed(6);

test("a reaction is shown with its count, and a press adds one's own", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U2", text: "Paid" };
  gallery.send({
    type: "message",
    message: { ...message, reactions: [{ name: "eyes", users: ["U2", "U3"] }] },
  });

  await page.getByRole("button", { name: "eyes 2" }).click();
  await page.getByRole("button", { name: "Add a reaction" }).last().press("Enter");
  await page.getByRole("menuitem", { name: "white check mark" }).click();

  const reaction = { user: "U1", channel: "C1", ts: message.ts, remove: false };
  await expect
    .poll(() => gallery.posted)
    .toEqual([
      { path: "/box/reaction", body: { ...reaction, name: "eyes" } },
      { path: "/box/reaction", body: { ...reaction, name: "white_check_mark" } },
    ]);
});

test("an action of the app on a message is run from the keyboard", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U2", text: "Paid" };
  gallery.send({ type: "message", message });

  const article = page.getByRole("article").filter({ hasText: "Paid" });
  await article.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Run runbook here Countercheck" }).press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toEqual([
      {
        path: "/box/shortcut",
        body: { user: "U1", channel: "C1", ts: message.ts, callback_id: "run_runbook_here" },
      },
    ]);
});

test("one's own words can be changed, as they were typed, and others' cannot", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U1", text: "Ask <@U2> &amp; co" };
  gallery.send({ type: "message", message });
  const article = page.getByRole("article").filter({ hasText: "& co" });

  await article.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit message" }).press("Enter");
  const editor = page.getByRole("textbox", { name: "Edit message" });
  expect(await editor.inputValue()).toBe("Ask @jonas & co");
  await editor.press("Escape");
  await expect.poll(() => editor.count()).toBe(0);
  await article.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Edit message" }).press("Enter");
  await editor.fill("Ask @jonas");
  await editor.press("Enter");

  const place = { user: "U1", channel: "C1", ts: message.ts };
  await expect
    .poll(() => gallery.posted)
    .toEqual([{ path: "/box/edit", body: { ...place, text: "Ask @jonas" } }]);
  await expect.poll(() => editor.count()).toBe(0);
  const theirs = page.getByRole("article").filter({ hasText: "Last month we were" });
  await theirs.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Pin to channel" }).waitFor();
  expect(await page.getByRole("menuitem", { name: "Edit message" }).count()).toBe(0);
});

test("deleting one's own message asks first", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U1", text: "Oops" };
  gallery.send({ type: "message", message });
  const article = page.getByRole("article").filter({ hasText: "Oops" });
  const remove = async (answer: string) => {
    await article.getByRole("button", { name: "More actions" }).press("Enter");
    await page.getByRole("menuitem", { name: "Delete message" }).press("Enter");
    await page.getByRole("alertdialog").getByRole("button", { name: answer }).click();
  };

  await remove("Cancel");
  await remove("Delete");

  await expect
    .poll(() => gallery.posted)
    .toEqual([{ path: "/box/delete", body: { user: "U1", channel: "C1", ts: message.ts } }]);
});

test("a pin is shown with who set it, and taken back", async () => {
  const { page, gallery } = await visit(browser);
  const place = { channel: "C1", ts: later(1) };
  gallery.send({ type: "message", message: { ...place, user: "U2", text: "The rate is 12 %" } });
  const article = page.getByRole("article").filter({ hasText: "The rate" });

  gallery.send({ type: "pinned", pin: { ...place, user: "U2" } });
  await article.getByText("Pinned by Jonas Berg").waitFor();
  await article.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Unpin from channel" }).press("Enter");
  gallery.send({ type: "unpinned", ...place });

  await expect.poll(() => article.getByText("Pinned by").count()).toBe(0);
  expect(gallery.posted).toEqual([
    { path: "/box/pin", body: { user: "U1", ...place, remove: true } },
  ]);
});

test("what is left of a deleted message offers nothing", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U1", text: "This message was deleted." };
  gallery.send({ type: "message", message: { ...message, is_deleted: true } });

  const article = page.getByRole("article").filter({ hasText: "This message was deleted." });
  await article.waitFor();

  expect(await article.getByRole("button").count()).toBe(0);
});

test("on a phone one button is in sight, and a tap on the message brings the others", async () => {
  const { gallery } = await visit(browser);
  const phone = await browser.newContext({
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  });
  onTestFinished(() => phone.close());
  const page = await phone.newPage();
  await page.goto(gallery.url);
  const article = page.getByRole("article").filter({ hasText: "Last month we were" });
  const reply = article.getByRole("button", { name: "Reply in thread" });
  await article.getByRole("button", { name: "More actions" }).waitFor();
  expect(await reply.isVisible()).toBe(false);

  await article.getByText("Last month we were").tap();
  await reply.tap();

  await page.getByRole("textbox", { name: "Reply in thread" }).waitFor();
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  expect(width).toBe(390);
});
