import { expect, test } from "vitest";

import { affiliateOps, maya, tomas } from "../sandbox/open-sandbox.ts";
import { openThread, png } from "./open-thread.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("an edit of a captured message is recorded beside it, before and after, once", async () => {
  const opened = await openThread(store());
  const said = await opened.say("Paid on the 3rd");
  const { ts } = said;
  await opened.react(said, { user: tomas });
  await opened.evidence(1);
  const edit = (text: string) =>
    opened.sandbox.person("/box/edit", { user: maya, channel: affiliateOps, ts, text });

  await opened.sandbox.person("/box/faults", { method: "events_api", fault: "duplicate_envelope" });
  await edit("Paid on the 5th");
  await opened.evidence(2);
  await edit("Paid on the 8th");

  const [captured, ...changes] = await opened.evidence(3);
  expect(captured?.words).toMatchObject({ text: "Paid on the 3rd" });
  expect(changes).toMatchObject([
    { kind: "change", actor: maya, words: { before: "Paid on the 3rd", after: "Paid on the 5th" } },
    { kind: "change", actor: maya, words: { before: "Paid on the 5th", after: "Paid on the 8th" } },
  ]);
});

test("what is deleted after it was captured stays, and that it was deleted is said", async () => {
  const opened = await openThread(store());
  const { ts } = await opened.share([{ name: "page.png", bytes: png }], { text: "October" });
  const [picture] = await opened.evidence(1);

  await opened.sandbox.person("/box/delete", { user: maya, channel: affiliateOps, ts });

  const [, deleted] = await opened.evidence(2);
  expect(deleted).toMatchObject({
    kind: "change",
    title: "Captured message deleted",
    actor: "countercheck",
    words: { author: maya, before: "October", after: "(deleted)", removed_files: picture?.file },
  });
  await expect(opened.artifacts.pathOf(picture?.file ?? "")).resolves.toBeTruthy();
});

test("an edit that comes while the message is still being captured is not lost", async () => {
  const opened = await openThread(store());
  let edited: Promise<unknown> | null = null;
  let ts = "";
  opened.proxy.fault = ({ method }) => {
    if (method !== "files.info" || edited) return null;
    const place = { user: maya, channel: affiliateOps };
    edited = opened.sandbox
      .messages(affiliateOps)
      .then((all) => (ts = all.findLast(({ files }) => files)?.ts ?? ""))
      .then(() => opened.sandbox.person("/box/edit", { ...place, ts, text: "November" }));
    return { kind: "server_error_after" };
  };

  await opened.share([{ name: "page.csv", bytes: Buffer.from("1") }], { text: "October" });

  expect(await opened.evidence(2)).toMatchObject([
    { kind: "file", words: { text: "October" } },
    { kind: "change", words: { before: "October", after: "November" } },
  ]);
});

test("an edit of what was never captured is nobody's evidence", async () => {
  const opened = await openThread(store());
  const { ts } = await opened.say("Paid on the 3rd");

  await opened.sandbox.person("/box/edit", { user: maya, channel: affiliateOps, ts, text: "5th" });

  await opened.handled();
  expect(await opened.evidence(0)).toEqual([]);
});
