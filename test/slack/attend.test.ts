import { expect, test } from "vitest";

import { receive } from "#slack/inbox.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

test("what a killed process had accepted is handled at the next start", async () => {
  const opened = await openSlack(store());
  const person = { user: maya, channel: affiliateOps, respond: null, thread: null };
  const words = { command: "runbook", trigger: "1.2.3", kind: "command" } as const;
  await receive(store().db, "command:1", {
    ...person,
    ...words,
    text: "payout-mismatch window=2025-10",
  });
  await receive(store().db, "command:2", { ...person, ...words, text: "payout-mismatch" });

  await opened.start();

  await opened.handled();
  expect(await opened.runs()).toHaveLength(1);
  expect((await opened.privateWords())[0]?.text).toContain("The form could not be opened in time");
});

test("what cannot be handled is said as our own fault, after a few tries", async () => {
  const opened = await openSlack(store());
  let tries = 0;
  await opened.start({
    async startRun() {
      tries += 1;
      throw new Error("out of order");
    },
  });

  await opened.type("payout-mismatch window=2025-10");

  const [words] = await opened.privateWords();
  expect(words?.text).toContain("a fault of Countercheck");
  expect(tries).toBe(3);
  expect(await store().db.selectFrom("inbox").selectAll().execute()).toMatchObject([
    { failure: "out of order", handled_at: expect.any(Date) },
  ]);
});
