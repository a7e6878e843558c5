import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { DateTime } from "luxon";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";

import { openBrowser } from "../browser.ts";
import { actAs, open, picture, show, type, visit } from "./page.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; an outage is confirmed, ended and drawn in its own time. */
const patience = 300_000;
const [weeks, perHour] = [5, 120];

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** A platform's API of conversions that can be broken and mended. */
async function openPlatform() {
  const platform = { url: "", isBroken: false };
  const server = createServer((_, response) => {
    response.writeHead(platform.isBroken ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: platform.isBroken ? "database down" : "ok" }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  platform.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v2/conversions`;
  return platform;
}

/** A program whose conversions came in evenly until now. */
async function watched(data: string, url: string): Promise<string> {
  const folder = `${data}-watched`;
  await mkdir(join(folder, "exports"), { recursive: true });
  const now = DateTime.utc().startOf("second");
  const spacing = 3600 / perHour;
  const rows = Array.from({ length: weeks * 168 * perHour }, (_, index) => {
    const at = now.minus({ seconds: index * spacing }).toISO({ suppressMilliseconds: true });
    return `cv_${index},${at},approved,40.00,USD`;
  });
  const head = "conversion_id,occurred_at,status,amount,currency";
  await writeFile(join(folder, "exports", "conversions.csv"), [head, ...rows, ""].join("\n"));
  await writeFile(
    join(folder, "countercheck.yml"),
    `timezone: America/New_York
currency: USD
sources:
  acme: { kind: files, path: ./exports, timezone: UTC, datasets: { conversions: { files: 'conversions.csv' } } }
watch:
  channel: C0AFFILOPS
  allow_private: [127.0.0.0/8]
endpoints:
  conversions-api:
    kind: http
    url: ${url}
    interval: 2s
    source: acme
    dataset: conversions
    owner: U0TOMAS002
    assert: [{ status: 200 }, { json: { path: $.status, equals: ok } }]
`,
  );
  return join(folder, "countercheck.yml");
}

test(
  "an endpoint dies: the alert says what it costs, is acknowledged and looked into, and the recovery closes it",
  async () => {
    const data = await dataFolder();
    const platform = await openPlatform();
    const program = await Program.start({ data, config: await watched(data, platform.url) });
    const page = await visit(browser, program);
    await open(page, "affiliate-ops");
    await type(page, "/probe");
    const main = page.getByRole("main");
    await main.getByRole("combobox", { name: "Look at one now" }).selectOption("conversions-api");
    await main.getByText("it was 200").waitFor();

    platform.isBroken = true;
    const incident = page
      .getByRole("main")
      .getByRole("article")
      .filter({ hasText: "Open runbook" });
    await incident.getByText("conversions-api is down").waitFor();
    await incident.getByText("answered 503").waitFor();
    await atDeskAndPhone(page, incident, "incident-alert");

    await actAs(page, "Tomás Ferreira");
    await incident.getByRole("button", { name: "Acknowledge" }).click();
    await incident.getByText("Acknowledged by @Tomás Ferreira").waitFor();
    expect(await incident.getByRole("button", { name: "Acknowledge" }).count()).toBe(0);
    await incident.getByRole("button", { name: "Recheck now" }).click();
    await incident.getByRole("button", { name: "Open runbook" }).click();
    const form = page.getByRole("dialog");
    const yesterday = DateTime.now().setZone("America/New_York").minus({ days: 1 }).toISODate();
    await form.getByRole("textbox", { name: "Window" }).waitFor();
    expect(await form.getByRole("textbox", { name: "Window" }).inputValue()).toBe(yesterday);
    await form.getByRole("button", { name: "Run", exact: true }).click();
    await incident.getByText("1 run started from here").waitFor();

    platform.isBroken = false;
    await incident.getByText(/conversions-api is up again after/).waitFor();
    await incident.getByText(/conversions probably lost/).waitFor();
    expect(await incident.getByRole("button").filter({ hasText: "Recheck" }).count()).toBe(0);

    await incident.getByRole("button", { name: /^\d+ repl/ }).click();
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByText("has acknowledged it.").waitFor();
    await thread.getByText("has had it looked at again").waitFor();
    await thread.getByText("has started a run from here").waitFor();
    await thread.getByRole("img", { name: "Latency and failures" }).waitFor({ timeout: 150_000 });
    await thread.getByText("What it probably cost").scrollIntoViewIfNeeded();
    await picture(page, "incident");
  },
  patience,
);

/** Keeps how a message looks on a desk and in a hand. */
async function atDeskAndPhone(page: Page, message: Locator, name: string): Promise<void> {
  const desk = page.viewportSize();
  await message.evaluate((element) => element.scrollIntoView());
  await show(page, name);
  await page.setViewportSize({ width: 390, height: 844 });
  await message.evaluate((element) => element.scrollIntoView());
  await show(page, `${name}-phone`);
  if (desk) await page.setViewportSize(desk);
}
