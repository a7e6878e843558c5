import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser } from "../../browser.ts";
import { modalView } from "./gallery-modal.ts";
import { galleryState } from "./gallery.ts";
import { visit, type Visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openModal(): Promise<Visit & { modal: ReturnType<Visit["page"]["getByRole"]> }> {
  const opened = await visit(browser, "", { ...galleryState(), views: [modalView] });
  const modal = opened.page.getByRole("dialog", { name: "Payout mismatch" });
  await modal.waitFor();
  return { ...opened, modal };
}

const option = (text: string, value: string) => ({ text: { type: "plain_text", text }, value });

test("a modal is submitted with its state in Slack's shape", async () => {
  const { page, gallery, modal } = await openModal();
  gallery.answers.set("/box/options", { ok: true, options: [option("Coupon Harbour", "prt_002")] });

  await modal.getByRole("combobox", { name: "Source" }).selectOption("northwind");
  await modal.getByRole("textbox", { name: "Window" }).fill("2026-09");
  await modal.getByLabel("Due").fill("2026-11-25");
  await modal.getByRole("combobox", { name: "Partner" }).fill("cou");
  await page.getByRole("option", { name: "Coupon Harbour" }).click();
  await modal.getByRole("combobox", { name: "Statuses" }).click();
  await page.getByRole("option", { name: "paid" }).click();
  await modal.getByRole("radio", { name: "Paid" }).check();
  await modal.getByRole("button", { name: "Run" }).click();

  await expect
    .poll(() => gallery.posted.at(-1))
    .toEqual({
      path: "/box/submit",
      body: {
        user: "U1",
        view_id: "V1",
        state: {
          source: {
            value: { type: "static_select", selected_option: option("northwind", "northwind") },
          },
          window: { value: { type: "plain_text_input", value: "2026-09" } },
          due: { value: { type: "datepicker", selected_date: "2026-11-25" } },
          partner: {
            value: {
              type: "external_select",
              selected_option: option("Coupon Harbour", "prt_002"),
            },
          },
          statuses: {
            value: { type: "multi_static_select", selected_options: [option("paid", "paid")] },
          },
          basis: { value: { type: "radio_buttons", selected_option: option("Paid", "paid") } },
          tolerance: { value: { type: "number_input", value: null } },
        },
      },
    });
  expect(gallery.posted[0]).toMatchObject({
    path: "/box/options",
    body: { view_id: "V1", block_id: "partner", action_id: "value", value: "cou" },
  });
});

test("what the app offers comes in its groups, chosen by arrows and Enter", async () => {
  const { page, gallery, modal } = await openModal();
  const plain = (text: string) => ({ type: "plain_text", text });
  gallery.answers.set("/box/options", {
    ok: true,
    option_groups: [
      { label: plain("Coupon"), options: [{ text: plain("Harbour"), value: "1" }] },
      { label: plain("Content"), options: [{ text: plain("Harvest"), value: "2" }] },
    ],
  });
  const field = modal.getByRole("combobox", { name: "Partner" });

  await field.fill("har");
  await page.getByText("Coupon", { exact: true }).waitFor();
  await page.getByText("Content", { exact: true }).waitFor();
  await field.press("ArrowDown");
  await field.press("Enter");

  await expect.poll(() => field.inputValue()).toBe("Harvest");
});

test("an app that offers nothing in time is said in the menu, and asked again at the next letter", async () => {
  const { page, gallery, modal } = await openModal();
  const text = "Countercheck did not answer in time (operation_timeout). Try again.";
  gallery.answers.set("/box/options", { ok: false, error: "operation_timeout", text });
  const field = modal.getByRole("combobox", { name: "Partner" });

  await field.fill("h");
  await page.getByText(text).waitFor();
  gallery.answers.set("/box/options", {
    ok: true,
    options: [{ text: { type: "plain_text", text: "Harbour" }, value: "1" }],
  });
  await field.pressSequentially("a");

  await page.getByRole("option", { name: "Harbour" }).waitFor();
  expect(await page.getByRole("alert").getByText(text).count()).toBe(0);
});

test("a missing required field is said before anything is sent", async () => {
  const { gallery, modal } = await openModal();
  const field = modal.getByRole("textbox", { name: "Window" });

  await field.fill("");
  await field.press("Enter");

  await modal.getByText("Please complete this required field.").waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  expect(gallery.posted).toEqual([]);
});

test("the app's errors stand at their fields, and what was typed stays", async () => {
  const { gallery, modal } = await openModal();
  const field = modal.getByRole("textbox", { name: "Window" });
  await field.fill("2026-13");

  gallery.send({
    type: "view",
    view: { ...modalView, hash: "2.b", errors: { window: "There is no month 13." } },
  });

  await modal.getByText("There is no month 13.").waitFor();
  expect(await field.inputValue()).toBe("2026-13");
});

test("Escape closes the modal by telling the app", async () => {
  const { page, gallery, modal } = await openModal();

  await page.keyboard.press("Escape");
  await expect
    .poll(() => gallery.posted)
    .toEqual([{ path: "/box/close", body: { user: "U1", view_id: "V1" } }]);
  gallery.send({ type: "view_closed", view_id: "V1" });

  await modal.waitFor({ state: "detached" });
});

test("the first field has the focus, and another user's modal is not shown", async () => {
  const { page, modal } = await openModal();
  const focused = "document.activeElement.getAttribute('aria-label')";
  expect(await page.evaluate(focused)).toBe("Source");

  await page.close();
  const other = await visit(browser, "", {
    ...galleryState(),
    views: [{ ...modalView, user: "U2" }],
  });

  expect(await other.page.getByRole("dialog").count()).toBe(0);
  expect(modal).toBeDefined();
});
