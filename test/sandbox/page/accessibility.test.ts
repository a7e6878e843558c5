import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { homeView, modalView } from "./gallery-modal.ts";
import { galleryState, runTs } from "./gallery.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const judge = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(judge);
  const results = await page.evaluate<AxeResults>("axe.run()");
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in a thread (${colorScheme})`, async () => {
    const { page } = await visit(browser, `#/C1/${runTs}`);
    await page.emulateMedia({ colorScheme });

    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing in the gallery of blocks (${colorScheme})`, async () => {
    const { page } = await visit(browser, "#/C4");
    await page.emulateMedia({ colorScheme });

    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing in the app's Home (${colorScheme})`, async () => {
    const { page } = await visit(browser, "#/home", { ...galleryState(), homes: [homeView] });
    await page.emulateMedia({ colorScheme });
    await page.getByRole("button", { name: "Answer" }).waitFor();

    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing while words and files are being written (${colorScheme})`, async () => {
    const { page, gallery } = await visit(browser);
    await page.emulateMedia({ colorScheme });
    const place = { channel: "C1", ts: "1900000000.000100" };
    gallery.send({ type: "message", message: { ...place, user: "U1", text: "Mine" } });
    gallery.send({ type: "pinned", pin: { ...place, user: "U2" } });
    const article = page.getByRole("article").filter({ hasText: "Mine" });
    await article.getByRole("button", { name: "More actions" }).press("Enter");
    await page.getByRole("menuitem", { name: "Edit message" }).press("Enter");
    await page.getByLabel("Attach files").setInputFiles({
      name: "payouts.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("a"),
    });
    await page.getByRole("textbox", { name: "Message #affiliate-ops" }).pressSequentially("@");
    await page.getByRole("listbox", { name: "People" }).waitFor();

    expect(await violations(page)).toEqual([]);
  });

  test(`axe finds nothing in a modal (${colorScheme})`, async () => {
    const { page } = await visit(browser, "", { ...galleryState(), views: [modalView] });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.getByRole("dialog").waitFor();

    expect(await violations(page)).toEqual([]);
  });
}
