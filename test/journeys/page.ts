import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Browser, Locator, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";

import type { Program } from "./program.ts";

const pictures = new URL("../../test-output/journeys/", import.meta.url).pathname;
const docs = new URL("../../docs/", import.meta.url).pathname;
const size = { width: 1280, height: 700 };
/** Milliseconds; a busy machine takes its time to compare. */
const patience = 60_000;

/** Opens the page as a person does; an error in it fails the test. */
export async function visit(browser: Browser, program: Program, place = ""): Promise<Page> {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(patience);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  await page.goto(`${program.url}/#/${place}`);
  return page;
}

/** Keeps a picture of the page as test output. */
export async function show(page: Page, name: string): Promise<void> {
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), animations: "disabled" });
}

/** Keeps a picture as test output and, with UPDATE_DOCS=1, draws it anew for the documents. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await show(page, name);
  if (process.env["UPDATE_DOCS"] === "1") {
    await page.screenshot({ path: join(docs, `${name}.png`), animations: "disabled" });
  }
}

export async function actAs(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Acting as/ }).click();
  await page.getByRole("menuitemradio", { name }).click();
}

export async function open(page: Page, channel: string): Promise<void> {
  await page.getByRole("link", { name: new RegExp(`^${channel}( Unread)?$`) }).click();
  await page.getByRole("main", { name: `Channel ${channel}` }).waitFor();
}

/** Types in the channel, or as a reply where the thread is given. */
export async function type(within: Page | Locator, text: string): Promise<void> {
  const box = within.getByRole("textbox", { name: /^(Message #|Reply in thread)/ }).first();
  await box.fill(text);
  await box.press("Enter");
}

/** The message that heads a run, in the channel that is open. */
export function runIn(page: Page, title: string): Locator {
  const plan = page.locator(".plan");
  return page.getByRole("main").getByRole("article").filter({ hasText: title, has: plan });
}

/** Opens the thread below a run's message. */
export async function threadOf(page: Page, run: Locator): Promise<Locator> {
  await run.getByRole("button", { name: /^\d+ repl/ }).click();
  return page.getByRole("complementary", { name: "Thread" });
}

/** What a thread asks and nobody has answered yet: the message with the question's title and its buttons. */
export function question(thread: Locator, title: string): Locator {
  const skip = thread.page().getByRole("button", { name: "Skip…" });
  return thread.getByRole("article").filter({ hasText: title, has: skip });
}
