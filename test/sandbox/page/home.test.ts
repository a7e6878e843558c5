import type { KnownBlock } from "@slack/types";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BoxView } from "#sandbox/contract.ts";
import { openBrowser } from "../../browser.ts";
import { visit } from "./visit.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const waiting: KnownBlock[] = [
  {
    type: "section",
    block_id: "s1",
    text: { type: "mrkdwn", text: "*Confirm the tab* in payout-mismatch" },
    accessory: {
      type: "button",
      action_id: "answer",
      value: "run-1",
      text: { type: "plain_text", text: "Answer" },
    },
  },
];

const homeOf = (user: string, blocks: KnownBlock[], hash = "1"): BoxView => ({
  id: `V${user}`,
  hash,
  user,
  view: { type: "home", blocks },
});

test("Home tells the app that it is looked at, shows what it published, and its buttons work", async () => {
  const { page, gallery } = await visit(browser);

  await page.getByRole("link", { name: "App Home" }).click();
  const home = page.getByRole("main", { name: "App Home" });
  await home.getByText("Countercheck has put nothing here yet.").waitFor();
  gallery.send({ type: "home", view: homeOf("U2", []) });
  gallery.send({ type: "home", view: homeOf("U1", waiting) });
  await home.getByRole("button", { name: "Answer" }).press("Enter");

  await expect
    .poll(() => gallery.posted)
    .toMatchObject([
      { path: "/box/home", body: { user: "U1" } },
      {
        path: "/box/action",
        body: { user: "U1", view_id: "VU1", action: { action_id: "answer", value: "run-1" } },
      },
    ]);
});

test("each person has a Home of their own, and it changes in place", async () => {
  const { page, gallery } = await visit(browser, "#/home");
  const home = page.getByRole("main", { name: "App Home" });
  const said = (text: string): KnownBlock[] => [
    { type: "section", text: { type: "mrkdwn", text } },
  ];
  gallery.send({ type: "home", view: homeOf("U1", said("For Maya")) });
  gallery.send({ type: "home", view: homeOf("U2", said("For Jonas")) });
  await home.getByText("For Maya").waitFor();

  await page.getByRole("button", { name: "Acting as Maya Okafor" }).click();
  await page.getByRole("menuitemradio", { name: "Jonas Berg" }).click();
  await home.getByText("For Jonas").waitFor();
  gallery.send({ type: "home", view: homeOf("U2", said("Nothing waits"), "2") });

  await home.getByText("Nothing waits").waitFor();
  expect(await home.getByText("For").count()).toBe(0);
  expect(gallery.posted.map(({ path, body }) => [path, body["user"]])).toEqual([
    ["/box/home", "U1"],
    ["/box/home", "U2"],
  ]);
});
