import { createHash } from "node:crypto";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { openBrowser } from "../browser.ts";
import { drop, inside, save, verified } from "./evidence.ts";
import { month } from "./own-program.ts";
import { actAs, question, runIn, show, threadOf, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test(
  "a screenshot dropped while a run waits for its sign-off makes it five of five, and is in the package",
  async () => {
    const program = await Program.start({ data: await dataFolder() });
    const page = await visit(browser, program);
    await type(page, `/runbook payout-mismatch window=${month}`);
    const run = runIn(page, "Affiliate payout mismatch");
    const thread = await threadOf(page, run);
    const asked = question(thread, "Have a second person sign off the explanation");
    await asked.waitFor();
    await thread.getByText("4 of 5: no screenshot with a date range yet").waitFor();
    await show(page, "sign-off-asked");

    const screenshot = await page.screenshot();
    await drop(thread, "dashboard.png", screenshot);
    await thread.getByRole("button", { name: "Say what it shows…" }).last().click();
    const form = page.getByRole("dialog", { name: "What it shows" });
    await form.getByRole("textbox", { name: "Filters" }).fill("every status; currency USD");
    await form.getByRole("button", { name: "Keep" }).click();
    await thread.getByText("Artifacts: 5 of 5").waitFor();
    await actAs(page, "Tomás Ferreira");
    await asked.getByRole("button", { name: "Approve", exact: true }).click();
    await thread.getByText("Approved by @Tomás Ferreira.").last().waitFor();
    await thread.getByText("Evidence package with 5 of 5").waitFor();
    await show(page, "sign-off-packaged");

    const zip = await save(page, thread);
    const { files, manifest } = await inside(zip);
    expect(await verified(zip)).toMatchObject({ ok: true, root: manifest.root });
    expect(manifest.missing_reason).toBeNull();
    const items = manifest.items.filter(({ source }) => source === "slack");
    expect(items.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
      "instant U0MAYA0001",
      "screenshot U0MAYA0001",
      "screenshot U0MAYA0001",
      "approval U0TOMAS002",
    ]);
    const sha256 = createHash("sha256").update(screenshot).digest("hex");
    expect(items[1]).toMatchObject({ title: "dashboard.png", sha256 });
    expect(files.get(items[1]?.entry ?? "")).toEqual(screenshot);
  },
  patience,
);
