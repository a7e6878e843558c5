import type { KnownBlock } from "@slack/types";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { blocks } from "./gallery-blocks.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const seen: Readonly<Record<string, (page: Page) => Locator>> = {
  header: (page) => page.getByRole("heading", { name: "Payout mismatch, October 2026" }),
  section: (page) => page.getByRole("link", { name: "run 41" }),
  fields: (page) => page.getByText("America/New_York").first(),
  mrkdwn: (page) => page.locator("blockquote", { hasText: "Paid twice on the 3rd" }),
  context: (page) => page.getByText("2026-11-20 09:12 EST"),
  divider: (page) => page.getByRole("separator"),
  actions: (page) => page.getByRole("button", { name: "Approve" }),
  image: (page) => page.getByRole("img", { name: "Waterfall of the gap" }),
  table: (page) => page.getByRole("cell", { name: "−1,787.91" }),
  data_table: (page) => page.getByRole("group", { name: "Offending rows" }),
  plan: (page) => page.getByRole("progressbar", { name: "Steps complete" }),
  task_card: (page) => page.getByText("Seal the package"),
  alert: (page) => page.getByRole("note", { name: "warning" }),
  rich_text: (page) => page.getByRole("link", { name: "the payout" }),
  markdown: (page) => page.getByRole("heading", { name: "What to do next" }),
  container: (page) => page.getByText("Statuses: approved, processed, paid"),
  card: (page) => page.getByRole("button", { name: "Open partner" }),
  carousel: (page) => page.getByRole("list", { name: "Cards" }).getByText("4 duplicates"),
  context_actions: (page) => page.getByRole("button", { name: "Useful" }),
  file: (page) => page.getByText("ext-41"),
  video: (page) => page.getByRole("link", { name: "How a payout fails" }),
};

test("every block type is drawn", async () => {
  const { page } = await visit(browser, "#/C4");

  expect(Object.keys(seen).toSorted()).toEqual(Object.keys(blocks).toSorted());
  for (const find of Object.values(seen)) await find(page).waitFor({ state: "visible" });
});

test("an unknown or broken block says so and leaves the rest alone", async () => {
  const { page } = await visit(browser, "#/C4");

  await page.getByText("Unsupported block: hologram").waitFor();
  await expect.poll(() => page.getByText("This section block is incomplete").count()).toBe(1);
});

test("a data table is sorted, filtered and paged by its reader", async () => {
  const { page } = await visit(browser, "#/C4");
  const table = page.getByRole("group", { name: "Offending rows" });
  const amounts = () => table.locator("td.right").allInnerTexts();

  await table.getByRole("button", { name: "Amount" }).click();
  await table
    .getByRole("columnheader", { name: "Amount" })
    .and(page.locator("[aria-sort=descending]"))
    .waitFor();
  expect(await amounts()).toEqual(["230.10", "230.10", "230.10", "84.00", "84.00"]);

  await page.getByRole("button", { name: "Next" }).click();
  await page.getByText("6–10 of 12").waitFor();
  await page.getByRole("searchbox", { name: "Filter rows" }).fill("atlas");
  await table.getByRole("row").nth(4).waitFor();
  expect(await table.locator("tbody tr").count()).toBe(4);
});

test("a table is headed by its first row, or by a bold first column", async () => {
  const fact = (name: string, value: string) => [
    {
      type: "rich_text",
      elements: [
        {
          type: "rich_text_section",
          elements: [{ type: "text", text: name, style: { bold: true } }],
        },
      ],
    },
    { type: "raw_text", text: value },
  ];
  const facts = {
    type: "table",
    block_id: "facts",
    rows: [fact("Source", "acme"), fact("Timezone", "UTC")],
  } as KnownBlock;
  const { page, gallery } = await visit(browser, "#/C4");
  gallery.send({
    type: "message",
    message: { channel: "C4", ts: "1900000000.000100", user: "B1", text: "facts", blocks: [facts] },
  });

  await page.getByRole("rowheader", { name: "Source" }).waitFor();
  await page.getByRole("cell", { name: "acme" }).waitFor();
  expect(await page.getByRole("columnheader", { name: "Cause" }).count()).toBe(2);
});

test("a press reaches the app with Slack's action shape and the state around it", async () => {
  const { page, gallery } = await visit(browser, "#/C4");

  await page.getByRole("combobox", { name: "Partner" }).selectOption("Coupon Harbour");
  await expect.poll(() => gallery.posted.length).toBe(1);
  await page.getByRole("button", { name: "Approve" }).click();
  await expect.poll(() => gallery.posted.length).toBe(2);

  expect(gallery.posted[0]?.body).toMatchObject({
    user: "U1",
    channel: "C4",
    action: {
      type: "static_select",
      action_id: "partner",
      block_id: "actions",
      selected_option: { text: { type: "plain_text", text: "Coupon Harbour" }, value: "prt_002" },
    },
  });
  expect(gallery.posted[1]?.body).toMatchObject({
    action: { type: "button", action_id: "approve", block_id: "actions", value: "yes" },
    state: {
      actions: {
        partner: { type: "static_select", selected_option: { value: "prt_002" } },
        due: { type: "datepicker", selected_date: "2026-11-25" },
        sides: { type: "checkboxes", selected_options: [] },
      },
    },
  });
});

test("a confirm dialog stands before a dangerous press", async () => {
  const { page, gallery } = await visit(browser, "#/C4");
  const press = page.getByRole("button", { name: "Void payout" });

  await press.click();
  await page
    .getByRole("alertdialog", { name: "Void po_0017?" })
    .getByRole("button", { name: "Keep it" })
    .click();
  await press.click();
  await page.getByRole("button", { name: "Void it" }).click();

  await expect
    .poll(() => gallery.posted.map(({ body }) => body["action"]))
    .toMatchObject([{ action_id: "void" }]);
});

test("an overflow menu is used by keyboard alone", async () => {
  const { page, gallery } = await visit(browser, "#/C4");

  await page.getByRole("button", { name: "More options" }).press("Enter");
  await page.getByRole("menuitem", { name: "Snooze a day" }).press("ArrowDown");
  await page.getByRole("menuitem", { name: "Assign to me" }).press("Enter");

  await expect
    .poll(() => gallery.posted.map(({ body }) => body["action"]))
    .toMatchObject([{ type: "overflow", selected_option: { value: "assign" } }]);
});

test("hostile text, links, pictures and markdown do nothing", async () => {
  const { page } = await visit(browser, "#/C4");
  await page.getByText("Picture not shown: nothing here").waitFor();
  await page.goto(`${new URL(page.url()).origin}/#/C1`);
  await page.getByText("<img src=x onerror=window.hacked=1>").waitFor();

  await page.getByText("press me").click();

  expect(await page.evaluate("window.hacked")).toBeUndefined();
  expect(await page.locator("[onerror], a[href^='javascript' i], article script").count()).toBe(0);
});
