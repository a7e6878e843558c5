import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { openBrowser } from "../../browser.ts";
import { affiliateOps, appOn, clientOf, openSandbox, tomas } from "../open-sandbox.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const plain = (text: string) => ({ type: "plain_text" as const, text });

/** A workspace with a real app on it and a page that must report no error. */
async function openWork() {
  const sandbox = await openSandbox();
  const app = appOn(sandbox);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (entry) => {
    if (entry.type() === "error") errors.push(entry.text());
  });
  onTestFinished(async () => {
    await page.close();
    expect(errors).toEqual([]);
  });
  return { sandbox, app, page };
}

test("a file dropped into a thread is fetched by the app byte for byte, with who, where and what", async () => {
  const { sandbox, app, page } = await openWork();
  const bytes = Buffer.from("payout_id,amount\npo_1,12.50\n");
  const fetched: unknown[] = [];
  app.event("message", async ({ event, client }) => {
    if (event.subtype !== "file_share") return;
    const [shared] = event.files ?? [];
    const { file } = await client.files.info({ file: shared?.id ?? "" });
    const response = await fetch(file?.url_private ?? "", {
      headers: { authorization: `Bearer ${sandbox.botToken}` },
    });
    const { permalink } = await client.chat.getPermalink({
      channel: event.channel,
      message_ts: event.ts,
    });
    const same = Buffer.from(await response.arrayBuffer()).equals(bytes);
    fetched.push({ same, user: event.user, thread: event.thread_ts, permalink });
  });
  await app.start();
  const { ts = "" } = await clientOf(sandbox).chat.postMessage({
    channel: affiliateOps,
    text: "Share the settlement",
  });
  await page.goto(`${sandbox.url}/#/${affiliateOps}/${ts}`);
  const thread = page.getByRole("complementary", { name: "Thread" });

  await page.getByRole("button", { name: "Acting as Maya Lindqvist" }).click();
  await page.getByRole("menuitemradio", { name: "Tomás Ferreira" }).click();
  const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(bytes.toString())}], "settlement.csv"));
    return transfer;
  })()`);
  await thread.dispatchEvent("drop", { dataTransfer: dropped });
  await thread.getByRole("button", { name: "Send", exact: true }).click();

  await thread.getByRole("article", { name: "File settlement.csv" }).waitFor();
  const permalink = expect.stringContaining(`?thread_ts=${ts}&cid=${affiliateOps}`) as string;
  await vi.waitFor(() =>
    expect(fetched).toEqual([{ same: true, user: tomas, thread: ts, permalink }]),
  );
});

test("an action on a message opens a form whose menu the app fills as a person types", async () => {
  const { sandbox, app, page } = await openWork();
  app.shortcut("run_runbook_here", async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({
      trigger_id: shortcut.trigger_id,
      view: {
        type: "modal",
        callback_id: "run",
        title: plain("Run a runbook"),
        submit: plain("Run"),
        blocks: [
          {
            type: "input",
            block_id: "partner",
            label: plain("Partner"),
            element: { type: "external_select", action_id: "partner", min_query_length: 1 },
          },
        ],
      },
    });
  });
  app.options("partner", async ({ ack, payload }) =>
    ack({ options: [{ text: plain(`Partner ${payload.value}`), value: payload.value }] }),
  );
  app.view("run", async ({ ack, view, client }) => {
    await ack();
    const partner = view.state.values["partner"]?.["partner"]?.selected_option?.value ?? "";
    await client.chat.postMessage({ channel: affiliateOps, text: `Running for ${partner}` });
  });
  await app.start();
  await page.goto(sandbox.url);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });
  await box.fill("This payout looks wrong");
  await box.press("Enter");

  const article = page.getByRole("article").filter({ hasText: "This payout looks wrong" });
  await article.getByRole("button", { name: "More actions" }).press("Enter");
  await page.getByRole("menuitem", { name: "Run runbook here" }).press("Enter");
  await page.getByRole("combobox", { name: "Partner" }).pressSequentially("17");
  await page.getByRole("option", { name: "Partner 17" }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Run", exact: true }).press("Enter");

  const answer = page.getByRole("article", { name: "Countercheck" }).last();
  await expect.poll(() => answer.innerText()).toContain("Running for 17");
});

test("a mention completed in the composer, marks and changes reach the app in the words Slack uses", async () => {
  const { sandbox, app, page } = await openWork();
  const heard: string[] = [];
  app.event("app_mention", async ({ event }) => void heard.push(`mention ${event.text}`));
  app.event("reaction_added", async ({ event }) => void heard.push(`reaction ${event.reaction}`));
  app.event("pin_added", async ({ event }) => void heard.push(`pin ${event.user}`));
  app.event("message", async ({ event }) => {
    if (event.subtype) heard.push(event.subtype);
  });
  await app.start();
  await page.goto(sandbox.url);
  const box = page.getByRole("textbox", { name: "Message #affiliate-ops" });

  await box.pressSequentially("@coun");
  await box.press("Enter");
  await box.pressSequentially("runbook payout-mismatch");
  await box.press("Enter");
  const article = page.getByRole("article").filter({ hasText: "payout-mismatch" });
  await article.getByRole("button", { name: "Add a reaction" }).press("Enter");
  await page.getByRole("menuitem", { name: "paperclip" }).press("Enter");
  await article.getByRole("button", { name: "paperclip 1" }).waitFor();
  const choose = async (item: string) => {
    await article.getByRole("button", { name: "More actions" }).press("Enter");
    await page.getByRole("menuitem", { name: item }).press("Enter");
  };
  await choose("Pin to channel");
  await article.getByText("Pinned by Maya Lindqvist").waitFor();
  await choose("Edit message");
  await page.getByRole("textbox", { name: "Edit message" }).press("End");
  await page.getByRole("textbox", { name: "Edit message" }).pressSequentially(" now");
  await page.getByRole("textbox", { name: "Edit message" }).press("Enter");
  await article.getByText("(edited)").waitFor();
  await choose("Delete message");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await article.waitFor({ state: "detached" });

  await vi.waitFor(() =>
    expect(heard).toEqual([
      "mention <@U0CCBOT001> runbook payout-mismatch",
      "reaction paperclip",
      "pin U0MAYA0001",
      "message_changed",
      "message_deleted",
    ]),
  );
});
