import { expect, test, vi } from "vitest";

import { affiliateOps, maya, random, tomas } from "../sandbox/open-sandbox.ts";
import { openSlack, twoRunbooks } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();
const typed = (value: string) => ({ value: { type: "plain_text_input", value } });
const state = {
  parameter_source: {
    value: { type: "static_select", selected_option: { value: "acme" } },
  },
  parameter_window: typed("2025-10"),
  parameter_timezone: typed("America/New_York"),
  parameter_currency: typed("USD"),
};

async function opened(given: Parameters<typeof openSlack>[1] = {}) {
  const slack = await openSlack(store(), given);
  await slack.start();
  const { sandbox } = slack;
  await sandbox.person("/box/message", {
    user: tomas,
    channel: affiliateOps,
    text: "Payouts look wrong",
  });
  const { ts } = await slack.sandbox.firstMessage(affiliateOps);
  const here = (on = ts, channel = affiliateOps) =>
    sandbox.person("/box/shortcut", {
      user: maya,
      channel,
      ts: on,
      callback_id: "run_runbook_here",
    });
  const submit = async () => {
    const { id } = await slack.openView();
    await sandbox.person("/box/submit", { user: maya, view_id: id, state });
    await slack.handled();
  };
  return { ...slack, ts, here, submit };
}

test("“Run runbook here” opens the form, and the run lives in that message's thread", async () => {
  const slack = await opened();

  await slack.here();
  await slack.submit();

  expect(await slack.runs()).toMatchObject([{ thread: slack.ts, requested_by: maya }]);
  await vi.waitFor(async () => {
    const threads = (await slack.sandbox.messages(affiliateOps)).map(({ thread_ts: at }) => at);
    expect(threads.slice(1)).toEqual([slack.ts, slack.ts]);
  }, 5000);
});

test("on a reply it is the reply's thread", async () => {
  const slack = await opened();
  const words = { user: tomas, channel: affiliateOps, text: "Indeed", thread_ts: slack.ts };
  await slack.sandbox.person("/box/message", words);
  const reply = (await slack.sandbox.messages(affiliateOps)).at(-1);

  await slack.here(reply?.ts);
  await slack.submit();

  expect(await slack.runs()).toMatchObject([{ thread: slack.ts }]);
});

test("choosing another runbook in the form keeps the thread", async () => {
  const slack = await opened({ runbooks: twoRunbooks });
  await slack.here();
  const { id } = await slack.openView();

  await slack.sandbox.person("/box/action", {
    user: maya,
    view_id: id,
    action: {
      type: "static_select",
      action_id: "choose_runbook",
      block_id: "runbook",
      selected_option: { value: "sparse-analytics" },
    },
    state: {},
  });
  await slack.handled();

  expect((await slack.openView()).view.private_metadata).toContain(slack.ts);
});

test("where the bot has not been invited, the person is told how to invite it", async () => {
  const slack = await opened();
  await slack.sandbox.person("/box/message", { user: tomas, channel: random, text: "Look" });
  const { ts } = await slack.sandbox.firstMessage(random);

  await slack.here(ts, random);

  expect((await slack.privateWords(random))[0]?.text).toContain("/invite");
});

test("who may not start it is told so in the thread", async () => {
  const role = { users: [tomas], groups: [], channels: [], may: ["start" as const], runbooks: [] };
  const slack = await opened({ roles: new Map([["finance", role]]) });

  await slack.here();
  await slack.submit();

  const [words] = await slack.privateWords();
  expect(words?.text).toContain("You may not start payout-mismatch");
  expect(words?.thread_ts).toBe(slack.ts);
  expect(await slack.runs()).toEqual([]);
});
