import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { DateTime } from "luxon";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";

import { lastClosedMonth } from "#model/window.ts";
import { demoTimezone, writeDemo } from "#sandbox/demo/index.ts";

import { openBrowser } from "../browser.ts";
import { dataFolder, Program } from "./program.ts";

const pictures = new URL("../../test-output/journeys/", import.meta.url).pathname;
/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 120_000;

let browser: Browser;
beforeAll(async () => {
  await mkdir(pictures, { recursive: true });
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Small enough to read here: a question, a comparison, and a release that finance alone gives. */
const review = {
  title: "Payout review",
  purpose: "Explains the gap, then has finance release the batch.",
  parameters: ["source", "window"],
  steps: [
    {
      id: "tab",
      title: "Confirm the workspace",
      kind: "confirm",
      text: "Is it the workspace Acme?",
    },
    { id: "commissions", title: "Export commissions", kind: "collect", dataset: "commissions" },
    { id: "payouts", title: "Export payouts", kind: "collect", dataset: "payouts" },
    { id: "compare", title: "Compare", kind: "compare", reconciliation: "payout-mismatch" },
    {
      id: "release",
      title: "Release the batch",
      kind: "approve",
      role: "finance",
      text: "Release it?",
    },
  ],
};
const finance = { users: ["U0TOMAS002"], may: ["approve"] };

/** The demo's configuration with a runbook of the team's own and a role. */
async function configured(data: string): Promise<string> {
  const folder = `${dirname(data)}/config`;
  const month = lastClosedMonth(DateTime.now(), demoTimezone);
  const { config } = await writeDemo({ folder, month });
  const demo = parse(await readFile(config, "utf8")) as object;
  await mkdir(join(folder, "runbooks"));
  await writeFile(join(folder, "runbooks", "payout-review.yml"), JSON.stringify(review));
  await writeFile(config, JSON.stringify({ ...demo, runbooks: "runbooks", roles: { finance } }));
  return config;
}

function threadOf(page: Page) {
  return page.getByRole("complementary", { name: "Thread" });
}

async function actAs(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole("button", { name: `Acting as ${from}` }).click();
  await page.getByRole("menuitemradio", { name: to }).click();
}

test(
  "a run asks, is killed while it waits, goes on where it stood, and is approved by a second person",
  async () => {
    const data = await dataFolder();
    const config = await configured(data);
    const first = await Program.start({ data, config });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    onTestFinished(() => page.close());
    await page.goto(first.url);
    const thread = threadOf(page);

    const box = page.getByRole("main").getByRole("textbox", { name: /^Message #/ });
    await box.fill("/runbook payout-review source=acme");
    await box.press("Enter");
    await page.getByRole("button", { name: /replies/ }).click();
    await thread.getByText("Is it the workspace Acme?").waitFor();
    await page.screenshot({ path: join(pictures, "8-asked.png") });
    await first.kill();
    await Program.start({ data, config, port: first.port });
    await page.getByText("App connected").waitFor();
    await thread.getByRole("button", { name: "Confirm", exact: true }).click();
    await thread.getByText("Confirmed by").waitFor();

    await thread.getByText("Release it?").waitFor();
    await thread.getByRole("button", { name: "Approve", exact: true }).click();
    await thread.getByText("Approval needs somebody other than who asked for the run.").waitFor();
    await page.screenshot({ path: join(pictures, "9-refused.png") });
    await actAs(page, "Maya Lindqvist", "Tomás Ferreira");
    await thread.getByRole("button", { name: "Approve", exact: true }).click();
    await thread.getByText("Approved by").last().waitFor();
    await thread.getByText("files kept with this run").waitFor();

    expect(await thread.getByText("Is it the workspace Acme?").count()).toBe(1);
    expect(await thread.getByRole("button", { name: "Approve", exact: true }).count()).toBe(0);
    await page.getByRole("group", { name: "All 5 steps done" }).first().waitFor();
    await page.screenshot({ path: join(pictures, "10-approved.png") });
  },
  patience,
);

test(
  "a run that somebody cancels says so in the channel and in its thread",
  async () => {
    const data = await dataFolder();
    const program = await Program.start({ data, config: await configured(data) });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    onTestFinished(() => page.close());
    await page.goto(program.url);

    const box = page.getByRole("main").getByRole("textbox", { name: /^Message #/ });
    await box.fill("/runbook payout-review source=acme");
    await box.press("Enter");
    await page.getByRole("button", { name: /replies/ }).click();
    await threadOf(page).getByText("Is it the workspace Acme?").waitFor();
    await page.getByRole("main").getByRole("button", { name: "Cancel run" }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "Cancel run" }).click();

    await page.getByRole("main").getByText("Canceled by").waitFor();
    await threadOf(page).getByText("canceled the run.").waitFor();
    expect(await page.getByRole("button", { name: "Confirm", exact: true }).count()).toBe(0);
  },
  patience,
);
