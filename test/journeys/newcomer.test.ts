import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { DateTime } from "luxon";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { causes as vocabulary } from "#model/causes.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { lastClosedMonth } from "#model/window.ts";
import { demoAnswers, demoTimezone } from "#sandbox/demo/index.ts";

import { openBrowser } from "../browser.ts";
import { actAs } from "./page.ts";
import { dataFolder, newDataFolder, Program } from "./program.ts";

const pictures = new URL("../../test-output/journeys/", import.meta.url).pathname;
const ofReadme = new URL("../../docs/payout-mismatch.png", import.meta.url).pathname;
const size = { width: 1280, height: 800 };
/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;
const month = lastClosedMonth(DateTime.now(), demoTimezone);
const answer = demoAnswers(month);
const gap = displayAmount(answer.gap.replace("-", ""), "USD");
const verdict = `Payouts are ${gap} ${answer.gap.startsWith("-") ? "below" : "above"} commissions`;

const waits = "Step 8 of 9 waits for an answer in the thread";

let browser: Browser;
beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Opens the page as a person does. */
async function visit(program: Program): Promise<Page> {
  const page = await browser.newPage({ viewport: size });
  page.setDefaultTimeout(60_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  await page.goto(program.url);
  return page;
}

function show(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: join(pictures, `${name}.png`) });
}

async function type(page: Page, text: string): Promise<void> {
  const box = page.getByRole("main").getByRole("textbox", { name: /^Message #/ });
  await box.fill(text);
  await box.press("Enter");
}

/** The words a field is described by, its error among them. */
function describing(field: Locator): Promise<string> {
  return field.evaluate((element) => {
    const id = element.getAttribute("aria-describedby") ?? "";
    return element.ownerDocument.getElementById(id)?.textContent ?? "";
  });
}

/** Pixels of the picture itself; 0 before it has been loaded. */
function widthOf(chart: Locator): Promise<number> {
  return chart.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth);
}

async function openThread(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: /replies/ }).click();
  const thread = page.getByRole("complementary", { name: "Thread" });
  await thread.getByText("What to do next, most money first").waitFor();
  return thread;
}

test(
  "a newcomer runs payout-mismatch from its form, the program is killed midway, and what stands there is right",
  async () => {
    const data = await newDataFolder();
    const first = await Program.start({ data });
    const page = await visit(first);

    await page.getByRole("textbox", { name: "Message #affiliate-ops" }).fill("/");
    await page.getByRole("option", { name: "/runbook" }).waitFor();
    await show(page, "1-completion");
    await type(page, "/runbook payout-mismatch");
    const form = page.getByRole("dialog", { name: "Run a runbook" });
    const days = form.getByRole("textbox", { name: "Window" });
    await expect.poll(() => days.inputValue()).toBe(month);
    await days.fill("next week");
    await form.getByRole("button", { name: "Run" }).click();
    await expect.poll(() => describing(days)).toContain('"next week" is not a window');
    expect(await form.locator("[aria-invalid=true]").count()).toBe(1);
    await show(page, "2-form");
    await days.fill(month);
    await form.getByRole("button", { name: "Run" }).click();
    await form.waitFor({ state: "detached" });

    const steps = page.getByRole("main").getByRole("group", { name: /steps? (done|\d)|Step \d/ });
    await steps.waitFor();
    await show(page, "3-steps");
    await first.kill();
    await page.getByText("Connection to the workspace lost.").waitFor();
    expect(await page.getByText("App connected").count()).toBe(0);
    await show(page, "4-killed");
    await Program.start({ data, port: first.port });
    await page.getByRole("group", { name: waits }).waitFor();
    await page.getByRole("article").getByText(verdict).waitFor();
    await page.getByRole("button", { name: "12 replies" }).waitFor();
    expect(await steps.count()).toBe(1);
    await page.getByText("App connected").waitFor();

    const thread = await openThread(page);
    await thread.getByText("Filter context of everything below").waitFor();
    await thread.getByRole("row", { name: "Timezone America/New_York" }).waitFor();
    const told = answer.causes.map(async ({ cause, amount, rows }) => {
      const { title, next } = vocabulary[cause];
      const row = `${title} ${displaySigned(amount, "USD")} ${rows}`;
      const inTable = await thread.getByRole("row", { name: row }).count();
      return { cause, inTable, toDo: await thread.getByText(next).count() };
    });
    expect(await Promise.all(told)).toEqual(
      answer.causes.map(({ cause }) => ({ cause, inTable: 1, toDo: 1 })),
    );
    const total = `Gap ${displaySigned(answer.gap, "USD")}`;
    await thread.getByRole("row", { name: "Unexplained 0.00" }).waitFor();
    await thread.getByRole("row", { name: total }).waitFor();
    const chart = thread.getByRole("img", { name: "Payouts against commissions" });
    await expect.poll(() => widthOf(chart)).toBeGreaterThan(500);
    await thread.locator("figure").evaluate((figure) => figure.scrollIntoView());
    await show(page, "5-thread");

    const coming = page.waitForEvent("download");
    await thread
      .getByRole("link", { name: /^Download acme_commissions_\S+csv$/ })
      .last()
      .click();
    const download = await coming;
    const name = download.suggestedFilename();
    const bytes = await readFile(await download.path());
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    await thread.getByText("files kept with this run").click();
    await thread.getByText(`${sha256} ${name}`).waitFor();
    expect(await readFile(join(data, "artifacts", name))).toEqual(bytes);

    const question = thread.getByRole("button", { name: "Approve", exact: true });
    await question.click();
    await thread.getByText("Approval needs somebody other than who asked for the run.").waitFor();
    await actAs(page, "Tomás Ferreira");
    await question.click();
    await page.getByRole("group", { name: "All 9 steps done" }).first().waitFor();
    await page.getByRole("button", { name: "15 replies" }).waitFor();
    await thread.getByText("Approved by @Tomás Ferreira.").last().waitFor();
    await thread.getByText("4 of 5: no screenshot with a date range yet. Drop").waitFor();
    await thread.getByRole("button", { name: "Package it again" }).waitFor();
    expect(await question.count()).toBe(0);
    await show(page, "5-signed-off");
    if (process.env["UPDATE_DOCS"] === "1") await drawForReadme(page);
  },
  patience,
);

/** The run and its thread, with nothing pointed at. */
async function drawForReadme(seen: Page): Promise<void> {
  const storageState = await seen.context().storageState();
  const viewport = { ...size, height: 920 };
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, storageState });
  await page.goto(seen.url());
  const figure = page.locator("figure");
  await expect.poll(() => widthOf(figure.getByRole("img"))).toBeGreaterThan(500);
  await figure.evaluate((element) => element.scrollIntoView());
  await page.screenshot({ path: ofReadme });
  await page.close();
}

test(
  "a typo is mended in private, a command with arguments starts at once, for whoever types it",
  async () => {
    const program = await Program.start({ data: await dataFolder() });
    const page = await visit(program);

    await type(page, "/runbook payout-mismach");
    await page.getByText("Did you mean /runbook payout-mismatch?").waitFor();
    await page.getByText("Only visible to you").waitFor();
    await show(page, "6-typo");
    await actAs(page, "Tomás Ferreira");
    await page.getByRole("link", { name: "finance" }).click();
    await page.getByRole("main", { name: "Channel finance" }).waitFor();
    await type(page, `/runbook payout-mismatch source=acme window=${month} partner=prt_003`);
    await page.getByRole("group", { name: waits }).waitFor();

    const run = page.getByRole("main").getByRole("article");
    await run
      .getByText(`for acme, ${month} in America/New_York, USD, partner prt_003, asked by`)
      .waitFor();
    expect(await run.getByText("@Tomás Ferreira").count()).toBe(1);
    expect(await page.getByRole("dialog").count()).toBe(0);
    const thread = await openThread(page);
    await thread.getByRole("row", { name: "Scope partner prt_003" }).waitFor();
    await show(page, "7-colleague");
    await page.getByRole("link", { name: "affiliate-ops" }).click();
    await page.getByRole("main", { name: "Channel affiliate-ops" }).waitFor();
    expect(await page.getByText("Did you mean").count()).toBe(0);
  },
  patience,
);
