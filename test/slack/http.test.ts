import { createHmac } from "node:crypto";

import { expect, test } from "vitest";

import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

const secret = "shhh";

async function signed(port: number | null, fields: Record<string, string>, key = secret) {
  const body = new URLSearchParams(fields).toString();
  const at = String(Math.floor(Date.now() / 1000));
  const hash = createHmac("sha256", key).update(`v0:${at}:${body}`).digest("hex");
  return fetch(`http://127.0.0.1:${port}/slack/events`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-slack-request-timestamp": at,
      "x-slack-signature": `v0=${hash}`,
    },
  });
}

const typed = {
  command: "/runbook",
  text: "payout-mismatch window=2025-10",
  user_id: maya,
  channel_id: affiliateOps,
  team_id: "T1",
  trigger_id: "13.37.abc",
  response_url: "http://127.0.0.1:9/none",
};

test("by HTTP a command that Slack sends twice starts one run", async () => {
  const opened = await openSlack(store());
  const { botToken } = opened.sandbox;
  const connection = { mode: "http", botToken, signingSecret: secret } as const;
  const { port } = await opened.start({ connection, port: 0 });

  const [first, second] = await Promise.all([signed(port, typed), signed(port, typed)]);

  expect([first.status, second.status]).toEqual([200, 200]);
  await opened.handled();
  expect(await opened.runs()).toHaveLength(1);
});

test("by HTTP a request with another signature is refused and kept nowhere", async () => {
  const opened = await openSlack(store());
  const { botToken } = opened.sandbox;
  const connection = { mode: "http", botToken, signingSecret: secret } as const;
  const { port } = await opened.start({ connection, port: 0 });

  const answer = await signed(port, typed, "guessed");

  expect(answer.status).toBe(401);
  expect(await store().db.selectFrom("inbox").selectAll().execute()).toEqual([]);
});
