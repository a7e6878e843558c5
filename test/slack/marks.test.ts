import { readFile } from "node:fs/promises";

import { expect, test, vi } from "vitest";

import { openThread, png, sha256 } from "./open-thread.ts";
import { oneStore } from "./open-store.ts";
import { affiliateOps, maya, tomas } from "../sandbox/open-sandbox.ts";

const store = oneStore();

test("a picture shared in a run's thread is evidence: its bytes, hash, who, when and where", async () => {
  const opened = await openThread(store());

  const message = await opened.share([{ name: "Dashboard Oct.PNG", bytes: png }], {
    user: tomas,
    text: "The leads tab",
  });

  const [item] = await opened.evidence(1);
  expect(item).toMatchObject({
    kind: "screenshot",
    title: "Dashboard Oct.PNG",
    sha256: sha256(png),
    bytes: png.length,
    actor: tomas,
    source: "slack",
    permalink: expect.stringContaining(message.ts.replace(".", "")),
    words: { name: "Dashboard Oct.PNG", text: "The leads tab", author: tomas },
  });
  expect(item?.file).toMatch(/^acme_payout-mismatch_.*_dashboard-oct_.*\.png$/);
  expect(await readFile(await opened.artifacts.pathOf(item?.file ?? ""))).toEqual(png);
  await opened.ticked(message);
  expect(await opened.audited()).toContain(`${tomas} evidence.add`);
});

test("words alone are not evidence, and what is shared in other threads is none either", async () => {
  const opened = await openThread(store());
  await opened.sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "Lunch?",
  });
  const said = await opened.sandbox.messages(affiliateOps);
  const other = said.find(({ text }) => text === "Lunch?")?.ts ?? "";

  await opened.say("I looked at the leads tab");
  await opened.share([{ name: "menu.png", bytes: png }], { thread: other });
  const kept = await opened.share([{ name: "export.csv", bytes: Buffer.from("a,b\n1,2\n") }]);

  await opened.ticked(kept);
  expect(await opened.evidence(1)).toMatchObject([{ kind: "file", title: "export.csv" }]);
});

test("an event sent twice, and a file shared again with another message, are kept once", async () => {
  const opened = await openThread(store());
  await opened.sandbox.person("/box/faults", { method: "events_api", fault: "duplicate_envelope" });

  const first = await opened.share([{ name: "one.csv", bytes: Buffer.from("1") }]);
  await opened.ticked(first);
  await opened.react(first);
  await opened.react(first, { user: tomas });
  await opened.handled();

  const kinds = (await opened.evidence(2)).map(({ kind }) => kind);
  expect(kinds).toEqual(["file", "message"]);
});

test("the paperclip captures a message: its words, its author and when, by whoever marked it", async () => {
  const opened = await openThread(store());
  const said = await opened.say("Finance moved the window to net 45");

  await opened.react(said, { user: tomas, name: "eyes" });
  await opened.react(said, { user: tomas });

  expect(await opened.evidence(1)).toMatchObject([
    {
      kind: "message",
      actor: tomas,
      words: {
        author: maya,
        text: "Finance moved the window to net 45",
        posted: expect.stringMatching(/T.*-0[45]:00$/),
      },
    },
  ]);
  await opened.ticked(said);
});

test("a pin captures a message in a run's thread, and means nothing elsewhere in the channel", async () => {
  const opened = await openThread(store());
  const pin = (ts: string) =>
    opened.sandbox.person("/box/pin", { user: maya, channel: affiliateOps, ts });
  await opened.sandbox.person("/box/message", {
    user: maya,
    channel: affiliateOps,
    text: "Lunch?",
  });
  const lunch = (await opened.sandbox.messages(affiliateOps)).find(({ text }) => text === "Lunch?");
  const said = await opened.say("The export was taken at 9");

  await pin(lunch?.ts ?? "");
  await pin(said.ts);

  expect(await opened.evidence(1)).toMatchObject([
    { kind: "message", words: { text: "The export was taken at 9" } },
  ]);
  await opened.handled();
  await opened.evidence(1);
});

test("who may not add evidence is told so alone, with who can, and nothing is kept", async () => {
  const role = {
    users: [tomas],
    groups: [],
    channels: [],
    may: ["evidence" as const],
    runbooks: [],
  };
  const opened = await openThread(store(), { roles: new Map([["finance", role]]) });

  await opened.share([{ name: "one.csv", bytes: Buffer.from("1") }], { user: maya });
  const [words] = await opened.toldAlone(maya);

  expect(words?.text).toContain(
    `You may not add evidence to payout-mismatch. Ask finance (<@${tomas}>).`,
  );
  expect(words?.thread_ts).toBe(opened.root);
  await opened.share([{ name: "two.csv", bytes: Buffer.from("2") }], { user: tomas });
  expect(await opened.evidence(1)).toMatchObject([{ title: "two.csv", actor: tomas }]);
  expect(await opened.audited()).toEqual([`${maya} access.refused`, `${tomas} evidence.add`]);
});

test("while Slack does not give a file it is asked for again", async () => {
  const opened = await openThread(store());
  let refusals = 2;
  opened.proxy.fault = ({ method }) =>
    method === "files.info" && refusals-- > 0 ? { kind: "server_error_after" } : null;

  const message = await opened.share([{ name: "one.csv", bytes: Buffer.from("1") }]);

  await opened.ticked(message);
  expect(await opened.evidence(1)).toMatchObject([{ title: "one.csv" }]);
});

test("what was heard before the process ended is kept by the next one", async () => {
  const opened = await openThread(store());
  opened.proxy.fault = ({ method }) =>
    method === "files.info" ? { kind: "server_error_after" } : null;
  const message = await opened.share([{ name: "one.csv", bytes: Buffer.from("1") }]);
  await vi.waitFor(() => {
    expect(opened.proxy.calls.map(({ method }) => method)).toContain("files.info");
  });
  await opened.slack.close();
  await opened.evidence(0);

  opened.proxy.fault = () => null;
  await opened.start();

  await opened.ticked(message);
  expect(await opened.evidence(1)).toMatchObject([{ title: "one.csv" }]);
});

test("a message of the bot can be marked, and the files in it, evidence already, are not kept again", async () => {
  const opened = await openThread(store());

  await opened.react(await opened.promptMessage(), { user: tomas });

  expect(await opened.evidence(1)).toMatchObject([
    { kind: "message", actor: tomas, words: { text: expect.stringContaining("intended tab") } },
  ]);
});
