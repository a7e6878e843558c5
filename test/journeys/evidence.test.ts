import { createHash } from "node:crypto";

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { displaySigned } from "#model/money.ts";
import { demoAnswer } from "#sandbox/demo/index.ts";

import { openBrowser } from "../browser.ts";
import { drop, inside, save, verified } from "./evidence.ts";
import { month, ownProgram, withoutWaiting } from "./own-program.ts";
import { actAs, picture, question, runIn, show, threadOf, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;

const gaps = (["payout-mismatch", "revenue-mismatch"] as const).map(
  (each) => demoAnswer(each, month).gap,
);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

test(
  "a triage asks for a screenshot and a sign-off, which end up in the package; /evidence packages another run",
  async () => {
    const data = await dataFolder();
    const runbooks = { "incident-triage-at-once": await withoutWaiting("incident-triage") };
    const program = await Program.start({ data, config: await ownProgram(data, { runbooks }) });
    const page = await visit(browser, program);
    await type(page, `/runbook payout-mismatch window=${month}`);
    const payouts = runIn(page, "Affiliate payout mismatch");
    await payouts.waitFor();
    await type(page, `/runbook incident-triage-at-once window=${month}`);

    const run = runIn(page, "Incident triage");
    const thread = await threadOf(page, run);
    await question(thread, "Collect a screenshot").waitFor();
    const screenshot = await page.screenshot();
    await drop(thread, "dashboard.png", screenshot);
    await thread.getByRole("button", { name: "Say what it shows…" }).last().click();
    const form = page.getByRole("dialog", { name: "What it shows" });
    await form.getByRole("textbox", { name: "Filters" }).fill("status approved; currency USD");
    await show(page, "picture-form");
    await form.getByRole("button", { name: "Keep" }).click();
    const asked = question(thread, "Have a second person sign off what is escalated");
    await asked.waitFor();
    const approve = asked.getByRole("button", { name: "Approve", exact: true });
    await approve.click();
    await thread.getByText("Approval needs somebody other than who asked for the run.").waitFor();
    await actAs(page, "Tomás Ferreira");
    await approve.click();
    await run.getByText("All 20 steps done").waitFor();
    for (const gap of gaps) {
      await thread.getByRole("row", { name: `Gap ${displaySigned(gap, "USD")}` }).waitFor();
    }
    await run.getByText("Approved conversions are").waitFor();
    await thread.getByText("Besides: Payouts are").waitFor();
    await thread.getByText(/files kept with this run/).waitFor();
    for (const told of [run, thread.getByText("5 of 5").last()]) {
      await told.evaluate((element) => element.scrollIntoView());
    }
    await show(page, "triage-packaged");
    expect(await thread.getByRole("button", { name: "Package the evidence" }).count()).toBe(0);
    await thread.getByRole("img", { name: "Timeline" }).last().scrollIntoViewIfNeeded();
    await picture(page, "incident-triage");

    const zip = await save(page, thread);
    const { files, manifest } = await inside(zip);
    expect(await verified(zip)).toMatchObject({ ok: true, sharing: "shared", root: manifest.root });
    const [first, ...again] = manifest.items.filter(({ kind }) => kind === "screenshot");
    const sha256 = createHash("sha256").update(screenshot).digest("hex");
    expect(first).toMatchObject({ title: "dashboard.png", sha256, actor: "U0MAYA0001" });
    const said = { filters: "status approved; currency USD" };
    expect(again.map(({ words }) => words)).toEqual([expect.objectContaining(said)]);
    expect(again[0]?.words["date_range"]).toContain(month);
    expect(files.get(first?.entry ?? "")).toEqual(screenshot);
    expect(manifest.artifacts.every(({ there }) => there)).toBe(true);
    const kinds = manifest.items.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["config_changes", "timeline", "approval"]));

    await payouts.getByText("Step 8 of 9 waits").waitFor();
    await actAs(page, "Tomás Ferreira");
    await type(page, "/evidence");
    const list = page.getByRole("main").getByText("Evidence of this channel's newest runs");
    await list.waitFor();
    await page.getByRole("button", { name: "Close thread" }).click();
    const hint = page.getByRole("main").getByText("A package is complete with five");
    await hint.evaluate((element) => element.scrollIntoView());
    await picture(page, "evidence");
    await page.getByRole("main").getByRole("button", { name: "Package…" }).last().click();
    const reason = page.getByRole("dialog", { name: "Package the evidence" });
    await reason.getByRole("textbox").fill("Finance wants it before the call.");
    await reason.getByRole("button", { name: "Package", exact: true }).click();
    const sealed = await threadOf(page, payouts);
    await sealed.getByText("Evidence package with").waitFor();
    await show(page, "evidence-package");
    const other = await save(page, sealed);
    const packed = await inside(other);
    expect(await verified(other)).toMatchObject({ ok: true, root: packed.manifest.root });
    expect(packed.manifest.run.runbook).toBe("payout-mismatch");
    expect(packed.manifest.missing_reason).toBe("Finance wants it before the call.");
  },
  patience,
);
