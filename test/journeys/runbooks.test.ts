import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { causes as vocabulary } from "#model/causes.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { demoAnswer } from "#sandbox/demo/index.ts";
import type { AnsweredRunbook } from "#sandbox/demo/index.ts";

import { openBrowser } from "../browser.ts";
import { month, ownProgram, withoutWaiting } from "./own-program.ts";
import { actAs, open, picture, question, runIn, show, threadOf, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;

interface Story {
  readonly title: string;
  readonly channel: string;
  readonly typed: string;
  readonly questions: readonly string[];
  readonly currency: string | null;
  /** What is compared, and how the message says which is less. */
  readonly says: readonly [actual: string, less: string, more: string, expected: string];
}

const money = ["below", "above"] as const;
const counts = ["fewer than", "more than"] as const;

const stories: Partial<Record<AnsweredRunbook, Story>> = {
  "revenue-mismatch": {
    title: "Revenue looks too high or low",
    channel: "finance",
    typed: `/runbook revenue-mismatch window=${month}`,
    questions: ["Look at the dashboard's own filters"],
    currency: "USD",
    says: ["Approved conversions", ...money, "the dashboard's revenue"],
  },
  "customer-count-mismatch": {
    title: "Customer count lower than conversion count",
    channel: "affiliate-ops",
    typed: `/runbook customer-count-mismatch window=${month}`,
    questions: ["Say whether the source should stitch identities so"],
    currency: null,
    says: ["Customers", ...counts, "conversions"],
  },
  "sparse-analytics": {
    title: "Clicks look right but analytics cards are sparse",
    channel: "general",
    typed: `/runbook sparse-analytics window=${month}`,
    questions: ["Look at the page's tab", "Remember when you sent your test traffic"],
    currency: null,
    says: ["The funnel card's events", ...counts, "exported events"],
  },
  "export-mismatch": {
    title: "Export does not match dashboard card exactly",
    channel: "payout-approvals",
    typed: `/runbook export-mismatch-at-once window=${month}`,
    questions: ["Look at the dashboard's own scope and filters"],
    currency: "USD",
    says: ["The card's figures", ...money, "exported conversions"],
  },
};

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Has the run signed off: whoever asked for it cannot, a second person can, and the verdict stands there before. */
async function signOff(page: Page, run: Locator, thread: Locator, verdict: string) {
  const asked = question(thread, "Have a second person sign off the explanation");
  await asked.waitFor();
  await run.getByText(verdict).waitFor();
  await thread.getByText(verdict).last().waitFor();
  const approve = asked.getByRole("button", { name: "Approve", exact: true });
  await approve.click();
  await thread.getByText("Approval needs somebody other than who asked for the run.").waitFor();
  await actAs(page, "Tomás Ferreira");
  await approve.click();
  await thread.getByText("Approved by @Tomás Ferreira.").last().waitFor();
  await run.getByText("Approved by @Tomás Ferreira.").waitFor();
  await actAs(page, "Maya Lindqvist");
}

/** Answers what a run asks by clicking, has it signed off, and returns how often each row of the table of causes stands on the page. */
async function follow(page: Page, runbook: AnsweredRunbook, story: Story) {
  const { title, channel, questions, currency, says } = story;
  await open(page, channel);
  const run = runIn(page, title);
  const thread = await threadOf(page, run);
  for (const [index, each] of questions.entries()) {
    const asked = question(thread, each);
    await asked.waitFor();
    if (index === 0) await show(page, `${runbook}-asks`);
    await asked.getByRole("button", { name: "Confirm" }).click();
    await asked.waitFor({ state: "detached" });
  }
  const { gap, causes } = demoAnswer(runbook, month);
  const [actual, less, more, expected] = says;
  const size = displayAmount(gap.replace("-", ""), currency);
  const verdict = `${actual} are ${size} ${gap.startsWith("-") ? less : more} ${expected}`;
  await signOff(page, run, thread, verdict);
  await thread.getByText(/files kept with this run/).waitFor();
  for (const told of [run, thread.getByText(verdict).last()]) {
    await told.evaluate((element) => element.scrollIntoView());
  }
  await picture(page, runbook);
  const rows = [
    ...causes.map((cause) => [
      vocabulary[cause.cause].title,
      displaySigned(cause.amount, currency),
      cause.rows.toLocaleString("en-US"),
    ]),
    ["Unexplained", displaySigned("0", currency)],
    ["Gap", displaySigned(gap, currency)],
  ];
  return Promise.all(rows.map(async (row) => ({ row, times: await timesIn(thread, row) })));
}

function timesIn(thread: Locator, row: readonly string[]): Promise<number> {
  return thread.getByRole("row", { name: row.join(" ") }).count();
}

test(
  "each runbook, run from the page, asks what only people know, finds what was planted, and is signed off by a second person",
  async () => {
    const data = await dataFolder();
    const runbooks = { "export-mismatch-at-once": await withoutWaiting("export-mismatch") };
    const program = await Program.start({ data, config: await ownProgram(data, { runbooks }) });
    const page = await visit(browser, program);

    const all = Object.entries(stories) as [AnsweredRunbook, Story][];
    for (const [, { channel, typed }] of all) {
      await open(page, channel);
      await type(page, typed);
    }
    for (const [runbook, story] of all) {
      const rows = await follow(page, runbook, story);
      expect(rows).toEqual(rows.map(({ row }) => ({ row, times: 1 })));
    }
  },
  patience,
);
