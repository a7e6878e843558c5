import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

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
