import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { csvFile } from "./gallery-files.ts";
import { openGallery } from "./gallery-server.ts";
import { galleryState, runTs } from "./gallery.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const later = (seconds: number) => (Number(runTs) + 3600 + seconds).toFixed(6);

test("a message appears as it is posted, and an edit replaces it", async () => {
  const { page, gallery } = await visit(browser);
  const message = { channel: "C1", ts: later(1), user: "U2", text: "First words" };

  gallery.send({ type: "message", message });
  await page.getByRole("article").getByText("First words").waitFor();
  await page.locator("[aria-live=polite]").getByText("Jonas Berg: First words").waitFor();
  gallery.send({ type: "message", message: { ...message, text: "Second words" } });

  await page.getByRole("article").getByText("Second words").waitFor();
  expect(await page.getByRole("article").getByText("First words").count()).toBe(0);
});

test("the newest message stays in sight as messages come", async () => {
  const { page, gallery } = await visit(browser);

  for (let count = 1; count <= 30; count += 1)
    gallery.send({
      type: "message",
      message: { channel: "C1", ts: later(count), user: "U2", text: `Line ${count}` },
    });

  const last = page.getByText("Line 30", { exact: true }).last();
  await expect.poll(async () => (await last.boundingBox())?.y ?? Infinity).toBeLessThan(730);
});

test("a reader who looks further up is left there and shown the way back", async () => {
  const { page, gallery } = await visit(browser);
  await page.getByRole("log", { name: "Messages" }).hover();
  await page.mouse.wheel(0, -400);
  const above = page.getByRole("heading", { name: "Payout mismatch" });
  await expect.poll(async () => (await above.boundingBox())?.y ?? 0).toBeGreaterThan(200);

  gallery.send({
    type: "message",
    message: { channel: "C1", ts: later(1), user: "U2", text: "Far below" },
  });
  const below = page.getByText("Far below", { exact: true }).last();
  await page.getByRole("button", { name: "Newest messages" }).click();

  await expect.poll(async () => (await below.boundingBox())?.y ?? Infinity).toBeLessThan(730);
});

test("a workspace that went away and came back is read anew", async () => {
  const { page, gallery } = await visit(browser);
  const port = Number(new URL(gallery.url).port);
  await gallery.close();
  await page.getByText("Connection to the workspace lost.").waitFor();

  const state = galleryState();
  const again = await openGallery({ ...state, team: { id: "T1", name: "Back again" } }, port);
  onTestFinished(() => again.close());

  await page.getByRole("heading", { name: "Back again" }).waitFor();
  await page.getByText("Only visible to you").waitFor();
  await expect.poll(() => page.getByText("Connection to the workspace lost.").count()).toBe(0);
});

test("a thread opens beside the channel, and Escape closes it", async () => {
  const { page } = await visit(browser);

  await page.getByRole("button", { name: "4 replies" }).click();
  const thread = page.getByRole("complementary", { name: "Thread" });
  await thread.getByText("I'll void it.").waitFor();
  await page.keyboard.press("Escape");

  await expect.poll(() => thread.count()).toBe(0);
});

test("any message can be replied to from the keyboard", async () => {
  const { page } = await visit(browser);

  await page.getByRole("button", { name: "Reply in thread" }).first().press("Enter");

  await expect.poll(() => page.getByRole("textbox", { name: "Reply in thread" }).count()).toBe(1);
});

test("a direct conversation is named after the other one and seen by its two alone", async () => {
  const { page, gallery } = await visit(browser);
  const link = page.getByRole("navigation").getByRole("link", { name: "Countercheck" });

  gallery.send({
    type: "channel",
    channel: { id: "D1", name: "countercheck", topic: "", members: ["U1", "B1"] },
  });
  await link.click();
  await page.getByRole("textbox", { name: "Message Countercheck" }).waitFor();
  await page.getByRole("button", { name: "Acting as Maya Okafor" }).click();
  await page.getByRole("menuitemradio", { name: "Jonas Berg" }).click();

  await page.getByRole("main", { name: "Channel affiliate-ops" }).waitFor();
  expect(await link.count()).toBe(0);
});

test("a private channel is listed for its members alone", async () => {
  const { page, gallery } = await visit(browser);
  const link = page.getByRole("navigation").getByRole("link", { name: "approvals" });

  gallery.send({
    type: "channel",
    channel: { id: "C9", name: "approvals", topic: "", is_private: true, members: ["U1", "B1"] },
  });
  await link.click();
  await page.getByRole("main", { name: "Channel approvals" }).waitFor();
  await page.getByRole("button", { name: "Acting as Maya Okafor" }).click();
  await page.getByRole("menuitemradio", { name: "Jonas Berg" }).click();

  await page.getByRole("main", { name: "Channel affiliate-ops" }).waitFor();
  expect(await link.count()).toBe(0);
});

test("a whisper is seen only by the one it is for", async () => {
  const { page } = await visit(browser);
  await page.getByText("Only visible to you").waitFor();
  expect(await page.getByText("Only for Jonas").count()).toBe(0);

  await page.getByRole("button", { name: "Acting as Maya Okafor" }).click();
  await page.getByRole("menuitemradio", { name: "Jonas Berg" }).click();

  await page.getByText("Only for Jonas").waitFor();
  expect(await page.getByText("Did you mean").count()).toBe(0);
});

test("an unread channel has a dot until it is opened", async () => {
  const { page, gallery } = await visit(browser);
  const sidebar = page.getByRole("navigation", { name: "Workspace" });
  const finance = sidebar.getByRole("link", { name: "finance" });
  await finance.getByRole("img", { name: "Unread" }).waitFor();

  await finance.click();
  await page.getByRole("main", { name: "Channel finance" }).waitFor();
  await sidebar.getByRole("link", { name: "general" }).click();
  await page.getByRole("main", { name: "Channel general" }).waitFor();
  expect(await finance.getByRole("img", { name: "Unread" }).count()).toBe(0);

  gallery.send({
    type: "message",
    message: { channel: "C2", ts: later(5), user: "U2", text: "October too" },
  });
  await finance.getByRole("img", { name: "Unread" }).waitFor();
});

test("the app's connection is shown as it changes", async () => {
  const { page, gallery } = await visit(browser);
  await page.getByText("App connected").waitFor();

  gallery.send({ type: "connected", connected: false });

  await expect.poll(() => page.getByText("App not connected").count()).toBe(1);
});

test("the demo's platform can be broken once somebody has asked it, and is seen to be", async () => {
  const { page, gallery } = await visit(browser);
  const broken = page.getByRole("switch", { name: "Let the payouts API fail" });
  await page.getByText("App connected").waitFor();
  expect(await broken.count()).toBe(0);

  gallery.send({ type: "far_side", fails: false });
  await broken.click();

  await expect
    .poll(() => gallery.posted.filter(({ path }) => path === "/box/far-side"))
    .toMatchObject([{ body: { fails: true } }]);
  gallery.send({ type: "far_side", fails: true });
  await expect.poll(() => broken.getAttribute("aria-checked")).toBe("true");
});

test("a table file shows its first rows, a picture opens large", async () => {
  const { page } = await visit(browser, `#/C1/${runTs}`);
  const card = page.getByRole("article", { name: `File ${csvFile.name}` });

  await card.getByText("Preview").click();
  await card.getByRole("cell", { name: "Coupon, Harbour" }).first().waitFor();
  await card.getByText("The first 20 rows.").waitFor();
  expect(await card.getByRole("link", { name: "Download" }).getAttribute("href")).toBe(
    "/box/files/F2?download",
  );

  await page.getByRole("button", { name: "Enlarge Waterfall of the gap" }).click();
  await page.getByRole("dialog", { name: "Waterfall of the gap" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});
