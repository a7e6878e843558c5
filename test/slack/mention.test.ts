import { expect, test, vi } from "vitest";

import { mentionOf, readMention } from "#slack/mention.ts";
import { affiliateOps, maya, tomas } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();
const bot = "U0CCBOT001";
const said = { user: "U1", channel: "C1", ts: "1.2", text: "" };
const typed = (text: string) => mentionOf({ ...said, text }, bot);

test.each([
  [`<@${bot}> runbook payout-mismatch`, "runbook payout-mismatch"],
  [`hey <@${bot}|countercheck>: runbook x`, "runbook x"],
  [`<@${bot}>`, ""],
  [`thanks <@${bot}>`, ""],
  [
    `<@${bot}> runbook x partner=<http://acme.com|acme.com> link=<https://acme.com/a>`,
    "runbook x partner=acme.com link=https://acme.com/a",
  ],
  [`<@${bot}> runbook x partner="A &amp; B &lt;x&gt;"`, 'runbook x partner="A & B <x>"'],
])("%s is read as what stands after the name", (text, words) => {
  expect(typed(text)).toMatchObject({ kind: "mention", text: words });
});

test("what bots say, and the bot itself, is no mention", () => {
  expect(mentionOf({ ...said, bot_id: "B1" }, bot)).toBeNull();
  expect(mentionOf({ ...said, user: bot }, bot)).toBeNull();
  expect(mentionOf({ ...said, user: undefined }, bot)).toBeNull();
});

const command = {
  description: "",
  usage: "",
  run: () => ({ kind: "private", text: "" }) as const,
};

test("a greeting asks for help, unless there is a command of that word", () => {
  const runbooks = new Map();

  expect(readMention("hello there", { commands: new Map(), runbooks })).toBeNull();
  expect(readMention("hello there", { commands: new Map([["hello", command]]), runbooks })).toEqual(
    { command: "hello", text: "there" },
  );
});

test.each([
  ["runbok payout-mismatch", "Did you mean `@countercheck runbook`?"],
  ["payout-mismach window=2026-10", "Did you mean `@countercheck runbook payout-mismatch`?"],
  ["what is the weather", "Mention me alone"],
])("%s is refused with the nearest", (line, sentence) => {
  const runbook = { id: "payout-mismatch" } as never;
  const desk = {
    commands: new Map([["runbook", command]]),
    runbooks: new Map([["payout-mismatch", runbook]]),
  };

  expect(() => readMention(line, desk)).toThrow(sentence);
});

async function opened() {
  const slack = await openSlack(store());
  await slack.start();
  const say = (text: string, thread_ts?: string) =>
    slack.sandbox.person("/box/message", {
      user: maya,
      channel: affiliateOps,
      text,
      ...(thread_ts === undefined ? {} : { thread_ts }),
    });
  const lasting = async () =>
    (await slack.sandbox.messages(affiliateOps)).filter(({ ephemeral_to: to }) => !to);
  /** A person's message, and another's reply to it. */
  const thread = async () => {
    await say("Payouts look wrong");
    const { ts } = await slack.sandbox.firstMessage(affiliateOps);
    await slack.sandbox.person("/box/message", {
      user: tomas,
      channel: affiliateOps,
      text: "Indeed",
      thread_ts: ts,
    });
    return ts;
  };
  const live = () =>
    vi.waitFor(async () => {
      const found = (await lasting()).find(({ text }) => text.startsWith("Affiliate payout"));
      if (!found) throw new Error("no run yet");
      return found;
    }, 5000);
  return { ...slack, say, lasting, thread, live };
}

test("mentioned in a thread, a run lives there: its message, what it finds, and its edits", async () => {
  const slack = await opened();
  const ts = await slack.thread();

  await slack.say("@countercheck runbook payout-mismatch window=2025-10", ts);

  const live = await slack.live();
  expect(live.thread_ts).toBe(ts);
  expect(await slack.runs()).toMatchObject([{ thread: ts, requested_by: maya }]);
  const all = await slack.lasting();
  expect(all.filter(({ thread_ts: thread }) => thread !== ts)).toHaveLength(1);
});

test("mentioned in a channel, a run has a message of its own, as by the slash command", async () => {
  const slack = await opened();

  await slack.say("@countercheck runbook payout-mismatch window=2025-10");

  const live = await slack.live();
  expect(live.thread_ts ?? live.ts).toBe(live.ts);
  expect(await slack.runs()).toMatchObject([{ thread: null }]);
});

test("a mention that Slack sends twice starts one run", async () => {
  const slack = await opened();
  // The bot is told of the message first, then of the mention.
  await slack.sandbox.person("/box/faults", {
    method: "events_api",
    fault: "duplicate_envelope",
    times: 2,
  });

  await slack.say("@countercheck runbook payout-mismatch window=2025-10");

  await slack.live();
  await slack.handled();
  expect(await slack.runs()).toHaveLength(1);
});

test.each(["@countercheck", "@countercheck help"])(
  "%s alone is answered privately with what can be typed, and a button that opens the form there",
  async (text) => {
    const slack = await opened();
    const ts = await slack.thread();

    await slack.say(text, ts);
    const [words] = await slack.privateWords();

    expect(words?.thread_ts).toBe(ts);
    expect(words?.ephemeral_to).toBe(maya);
    expect(JSON.stringify(words?.blocks)).toContain("@countercheck runbook");
    const actions = words?.blocks?.find((block) => block.type === "actions");
    const [button] = actions?.elements ?? [];
    await slack.sandbox.person("/box/action", {
      user: maya,
      channel: affiliateOps,
      ts: words?.ts ?? "",
      action: { ...button, block_id: actions?.block_id },
      state: {},
    });
    const { view } = await slack.openView();
    expect(view.private_metadata).toContain(ts);
  },
);

test("a typo in a thread is told privately in the thread, in words that work there", async () => {
  const slack = await opened();
  const ts = await slack.thread();

  await slack.say("@countercheck runbook payout-mismach window=2025-10", ts);
  const [words] = await slack.privateWords();

  expect(words?.thread_ts).toBe(ts);
  expect(words?.text).toContain("Did you mean `@countercheck runbook payout-mismatch`?");
  expect(await slack.runs()).toEqual([]);
});

test("a mention that names a runbook alone is offered its form", async () => {
  const slack = await opened();

  await slack.say("@countercheck runbook payout-mismatch");
  const [words] = await slack.privateWords();

  expect(JSON.stringify(words?.blocks)).toContain("Open the form");
});
