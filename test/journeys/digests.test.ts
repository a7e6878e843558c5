import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { DateTime } from "luxon";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openBrowser } from "../browser.ts";
import { month } from "./own-program.ts";
import { actAs, open, picture, show, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time, and what is due next minute is waited for. */
const patience = 300_000;
const yesterday = DateTime.utc().minus({ days: 1 }).toISODate() ?? "";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A team's own check of refunds, due every minute. */
async function ownChecks(data: string): Promise<string> {
  const folder = `${data}-refunds`;
  await mkdir(join(folder, "exports"), { recursive: true });
  const files = {
    "refunds.sql": `SELECT count(*) AS metric, sum(value) AS at_risk FROM conversions JOIN period ON day BETWEEN from_day AND to_day WHERE status = 'refunded'`,
    "countercheck.yml": `timezone: UTC
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { conversions: { files: 'conversions.csv' } } }
cadences:
  morning: { cron: '* * * * *', timezone: UTC, window: day, channel: C0AFFILOPS, checks: [refunds, inconsistent-statuses] }
checks:
  refunds: { sql: ./refunds.sql, title: Few refunds, cadence: daily, needs: [conversions], runbook: incident-triage, unit: refunds, fail_above: 1, owner: U0TOMAS002 }
`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await refund(data, 2);
  return join(folder, "countercheck.yml");
}

/** Yesterday's conversions, so many of them refunded. */
async function refund(data: string, count: number): Promise<void> {
  const rows = Array.from({ length: 9 }, (_, index) => {
    const status = index < count ? "refunded" : "approved";
    return `cv_${index},${yesterday}T12:00:00Z,${status},40.00,USD`;
  });
  const text = ["conversion_id,occurred_at,status,amount,currency", ...rows].join("\n");
  await writeFile(join(`${data}-refunds`, "exports", "conversions.csv"), `${text}\n`);
}

function digestIn(page: Page, words: string): Locator {
  return page.getByRole("main").getByRole("article").filter({ hasText: words });
}

test(
  "a digest appears when it is due; what is acknowledged and snoozed says so, and a worse value comes back",
  async () => {
    const data = await dataFolder();
    const program = await Program.start({ data, config: await ownChecks(data) });
    const page = await visit(browser, program);
    await open(page, "affiliate-ops");

    const digest = digestIn(page, "1 of 2 needs a look, $80.00 at risk").first();
    await digest.waitFor({ timeout: 150_000 });
    await digest.getByText("2 refunds, expected at most 1").waitFor();
    await show(page, "digest-due");
    await actAs(page, "Tomás Ferreira");
    await digest.getByRole("button", { name: "Acknowledge" }).click();
    await digest.getByText("Acknowledged by @Tomás Ferreira").waitFor();
    await digest.getByRole("combobox", { name: "Snooze" }).selectOption("Until tomorrow");
    await digestIn(page, "Snoozed: Refunds until").waitFor();

    const asked = (words: string) => digestIn(page, words).filter({ hasText: "asked by" });
    await type(page, "/check morning");
    await asked("Snoozed: Refunds until").waitFor();
    await refund(data, 5);
    await type(page, "/check morning");
    const woken = asked("1 of 2 needs a look, $200.00 at risk");
    await woken.waitFor();
    await woken.getByRole("button", { name: "Run incident-triage" }).click();
    const form = page.getByRole("dialog");
    await form.getByRole("textbox", { name: "Window" }).waitFor();
    expect(await form.getByRole("textbox", { name: "Window" }).inputValue()).toBe(yesterday);
    await form.getByRole("button", { name: "Run", exact: true }).click();
    await woken.getByText("Runbook started by @Tomás Ferreira").waitFor();
    await woken.evaluate((element) => element.scrollIntoView());
    await show(page, "digest-woken");

    await refund(data, 3);
    await woken.getByRole("button", { name: "Run again" }).click();
    const again = digestIn(page, "judged again at").filter({ hasText: "by @Tomás Ferreira" });
    await again.getByText("1 of 2 needs a look, $120.00 at risk").waitFor();
    expect(await again.getByText("Runbook started by @Tomás Ferreira").count()).toBe(1);
    await show(page, "digest-again");
  },
  patience,
);

test(
  "a week of the demo is found wrong where it was planted, with charts, rows and hashes in the thread, at phone width too",
  async () => {
    const program = await Program.start({ data: await dataFolder() });
    const page = await visit(browser, program);
    await open(page, "affiliate-ops");

    await type(page, `/check weekly window=${lastFullWeek()}`);
    const digest = digestIn(page, "Weekly checks, ");
    await digest.getByText(/\d+ of \d+ need a look/).waitFor();
    await digest.getByText("Status spike").waitFor();
    await digest.evaluate((element) => element.scrollIntoView());
    await picture(page, "digest");
    await digest.getByRole("button", { name: /^\d+ repl/ }).click();
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByText(/files these checks rest on/).waitFor();
    await thread.getByRole("img", { name: /Conversions by status/ }).waitFor();
    await thread.getByText("Status spike: rows").waitFor();
    await thread.getByRole("img", { name: /Conversions by status/ }).scrollIntoViewIfNeeded();
    await picture(page, "digest-thread");
    await page.getByRole("link", { name: "App Home" }).click();
    await page.getByText("Next:").waitFor();
    expect(await page.getByText("Status spike").count()).toBe(1);
    await show(page, "digest-home");

    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${program.url}/#/C0AFFILOPS`);
    await digest.waitFor();
    await digest.evaluate((element) => element.scrollIntoView());
    await show(page, "digest-phone");
  },
  patience,
);

/** The last week that lies in the demo's last month as a whole. */
function lastFullWeek(): string {
  const end = DateTime.fromISO(month, { zone: "utc" }).endOf("month");
  const sunday = end.weekday === 7 ? end : end.startOf("week").minus({ days: 1 });
  return sunday.toFormat("kkkk-'W'WW");
}
