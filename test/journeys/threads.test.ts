import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openBrowser } from "../browser.ts";
import { month, ownProgram } from "./own-program.ts";
import { actAs, open, picture, question, show, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;

/** Two of finance release what the thread explains. */
const release = `title: Release the payouts
purpose: Before money leaves, two of finance look at what it comes to.
parameters: [source, window]
steps:
  - id: commissions
    title: Export commissions by status
    kind: collect
    dataset: commissions
  - id: payouts
    title: Export payout batches
    kind: collect
    dataset: payouts
  - id: compare
    title: Explain payouts against commissions
    kind: compare
    reconciliation: payout-mismatch
  - id: release
    title: Release the payouts
    kind: approve
    role: finance
    needed: 2
    text: Release the payouts of {window} for {source} as they are explained above.
`;
const roles = `roles:
  finance: { groups: [S0FINANCE1], may: [approve] }
`;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test(
  "runs begin in threads by a mention and by an action on a message, new evidence voids an approval, and Home shows what waits for whom",
  async () => {
    const data = await dataFolder();
    const config = await ownProgram(data, {
      runbooks: { "release-payouts": release },
      config: roles,
    });
    const program = await Program.start({ data, config });
    const page = await visit(browser, program);
    const thread = page.getByRole("complementary", { name: "Thread" });
    const said = page.getByRole("main").getByRole("article");

    await type(page, "Customers look too few to me.");
    await said.filter({ hasText: "look too few" }).hover();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Run runbook here" }).click();
    const form = page.getByRole("dialog", { name: "Run a runbook" });
    await form
      .getByRole("combobox")
      .selectOption({ label: "Customer count lower than conversion count" });
    await form.getByRole("textbox", { name: "Window" }).waitFor();
    await form.getByRole("button", { name: "Run" }).click();
    await form.waitFor({ state: "detached" });
    await said.getByRole("button", { name: /repl/ }).click();
    await question(thread, "Say whether the source should stitch identities so").waitFor();
    await show(page, "shortcut");

    await open(page, "finance");
    await type(page, "Can the October batch go out?");
    await said.filter({ hasText: "October batch" }).hover();
    await page.getByRole("button", { name: "Reply in thread" }).click();
    await type(thread, `@countercheck runbook release-payouts window=${month}`);
    const asked = question(thread, "Release the payouts");
    await asked.getByText("may approve, but not").waitFor();
    await asked.getByRole("button", { name: "Approve", exact: true }).click();
    await thread.getByText("Approval needs somebody other than who asked for the run.").waitFor();
    await actAs(page, "Tomás Ferreira");
    expect(await thread.getByText("Approval needs somebody other").count()).toBe(0);
    await asked.getByRole("button", { name: "Approve", exact: true }).click();
    await asked.getByText("1 of 2 approved").waitFor();
    await picture(page, "approval");
    await thread.getByLabel("Attach files").setInputFiles({
      name: "bank.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("The bank holds two wires.\n"),
    });
    await thread.getByRole("button", { name: "Send", exact: true }).click();
    await asked.getByText("1 approval is void, because evidence was added since").waitFor();
    await thread.getByText("evidence was added after you approved").waitFor();
    await show(page, "approval-void");

    await actAs(page, "Inês Duarte");
    await page.getByRole("link", { name: "App Home" }).click();
    const home = page.getByRole("main", { name: "App Home" });
    await home.getByText("Approvals (1)").waitFor();
    await show(page, "home-approver");
    await home.getByRole("button", { name: "Answer in the thread" }).click();
    await asked.getByRole("button", { name: "Approve", exact: true }).click();
    await asked.getByText("1 of 2 approved").waitFor();
    await actAs(page, "Tomás Ferreira");
    await asked.getByRole("button", { name: "Approve", exact: true }).click();
    await thread.getByText("files kept with this run").waitFor();
    await thread.getByText("Approved").last().waitFor();
    await show(page, "approval-given");

    await actAs(page, "Maya Lindqvist");
    await page.getByRole("link", { name: "App Home" }).click();
    await home.getByText("Waiting for you (1)").waitFor();
    await home.getByText("Say whether the source should stitch identities so").first().waitFor();
    expect(await home.getByText("Nothing waits for your approval.").count()).toBe(1);
    await picture(page, "app-home");
  },
  patience,
);
