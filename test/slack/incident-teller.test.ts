import { expect, test } from "vitest";

import type { Incident, IncidentEvent } from "#model/incident.ts";
import { slackIncidents } from "#slack/incident-teller.ts";
import type { PostPayload } from "#slack/outbox.ts";

import { maya, tomas } from "../sandbox/open-sandbox.ts";
import { affected, at, down, incident, loss } from "./example-incident.ts";
import { oneStore } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const teller = slackIncidents({ endpoints: () => new Map([["payouts-api", { owner: tomas }]]) });

const tell = (told: Incident) => store().transaction((trx) => teller.changed(trx, told));

/** What is owed to Slack: keys without the incident's id, and words. */
async function owed() {
  const rows = await store()
    .db.selectFrom("outbox")
    .select(["key", "kind", "payload"])
    .orderBy("position")
    .execute();
  return rows.map(({ key, kind, payload }) => ({
    what: `${kind} ${key.replace(/^incident:\w{26}/, "incident")}`,
    words: wordsOf((payload as PostPayload).blocks),
    text: (payload as PostPayload).text,
  }));
}

const send = () =>
  store().db.updateTable("outbox").set({ status: "sent", message_ts: "1.1" }).execute();

test("the first message says what is down, whose it is to mend and who looks after it; nothing is said twice", async () => {
  await tell(incident());
  await tell(incident());

  const [root, ...more] = await owed();
  expect(more).toEqual([]);
  expect(root?.text).toBe("🔴 payouts-api is down. It answered 503 where 2xx is to be.");
  expect(root?.words).toContain("🔴 payouts-api is down since ");
  expect(root?.words).toContain("Their side is down: nothing of ours to mend.");
  expect(root?.words).toContain(`👤 @${tomas}`);
  expect(root?.words).toMatch(/Acknowledge\nOpen runbook\nRecheck now\nAssign…/);
});

test("what people do is said in the thread, once each, and the first message is edited", async () => {
  await tell(incident());
  await send();
  const events: IncidentEvent[] = [
    down("payouts-api"),
    { at: at(1), kind: "acknowledged", by: maya },
    { at: at(2), kind: "assigned", by: maya, to: tomas },
  ];
  const acknowledged = { by: maya, at: at(1) };
  await tell(incident({ events: events.slice(0, 2), acknowledged }));
  await tell(incident({ events, acknowledged, assignee: tomas }));
  await tell(incident({ events, acknowledged, assignee: tomas }));

  const [, edit, ...replies] = await owed();
  expect(edit?.what).toBe("update incident:edit");
  expect(edit?.words).toContain(`☑️ Acknowledged by @${maya} · 👤 Assigned to @${tomas}`);
  expect(edit?.words).not.toMatch(/^Acknowledge$/m);
  expect(replies.map(({ words }) => words)).toEqual([
    `☑️ @${maya} has acknowledged it.\n`,
    `👤 @${tomas}, @${maya} asks you to look after this.\n`,
  ]);
});

test("fifty endpoints that fail together are one message, those that join soon after one reply", async () => {
  const names = Array.from({ length: 50 }, (_, index) => `endpoint-${index}`);
  const first = names.slice(0, 30);
  const shared = { by: "provider", name: "impact" } as const;
  await tell(
    incident({
      shared,
      affected: first.map((name) => affected(name)),
      events: first.map((name) => down(name)),
    }),
  );
  await send();
  for (const count of [40, 50]) {
    const some = names.slice(0, count);
    const events = some.map((name, index) => down(name, index < 30 ? 0 : index / 40));
    await tell(incident({ shared, affected: some.map((name) => affected(name)), events }));
  }

  const [root, ...rest] = await owed();
  expect(rest.map(({ what }) => what)).toEqual(["update incident:edit", "post incident:30"]);
  expect(root?.words).toContain("🔴 30 endpoints of impact are down since ");
  expect(rest[0]?.words).toContain("and 42 more endpoints");
  expect(rest[1]?.words).toContain("20 more endpoints failed.");
  expect(rest[1]?.words).toContain("and 12 more");
});

test("the end is one reply with how long it took and what it cost; the message keeps the timeline and its runbook alone", async () => {
  await tell(incident());
  await send();
  const cost = loss(41);
  const events: IncidentEvent[] = [
    down("payouts-api"),
    { at: at(1), kind: "acknowledged", by: maya },
    { at: at(12.1), kind: "up", endpoint: "payouts-api", since: at(12) },
    { at: at(12.1), kind: "ended" },
    { at: at(13), kind: "loss", loss: cost },
  ];
  const over = incident({
    events: events.slice(0, 4),
    endedAt: at(12),
    acknowledged: { by: maya, at: at(1) },
    affected: [affected("payouts-api", { until: at(12) })],
  });
  await tell(over);
  await tell({ ...over, events, loss: cost });

  const [, edit, ...replies] = await owed();
  expect(edit?.words).toContain("✅ payouts-api is up again after 12 min, from ");
  expect(edit?.words).toContain("About $410 commission probably lost.");
  expect(edit?.words).toContain("payouts-api since : It answered 503 where 2xx is to be.");
  expect(edit?.words).toContain(`acknowledged by @${maya}`);
  expect(edit?.words).toContain("payouts-api up again since ");
  expect(edit?.words).toMatch(/Open runbook\n$/);
  expect(edit?.words).not.toContain("Recheck");
  expect(replies.map(({ words }) => words).slice(1)).toEqual([
    "✅ payouts-api is up again after 12 min.\n",
    "💸 What it probably cost, before late records come in:\nprg_creators: about 41 (32–50) of 41 expected conversions probably lost, about $410 commission ($328 to $492) and about $4,100 revenue ($3,280 to $4,920).\n",
  ]);
});

test("late records correct the loss in the thread", async () => {
  const corrected = loss(40, { isCorrected: true });
  const [program] = corrected.programs;
  const programs = program
    ? [
        {
          ...program,
          recovered: 31,
          missing: { likely: "9", low: "5", high: "14" },
          commission: { likely: "412.4", low: "229", high: "641" },
        },
      ]
    : [];
  const after: IncidentEvent = { at: at(4000), kind: "loss", loss: { ...corrected, programs } };
  const ended = { endedAt: at(12), loss: { ...corrected, programs } };
  const between = [13, 72].map((minute): IncidentEvent => {
    return { at: at(minute), kind: "loss", loss: loss(41) };
  });
  const again = { ...after, at: at(8000) };
  await tell(incident({ ...ended, events: [down("payouts-api"), ...between, after, again] }));

  const [, first, last, ...more] = await owed();
  expect(first?.words).toContain("before late records come in");
  expect(last?.words).toContain(
    "31 of about 40 recovered, 9 (5–14) still missing, about $412 commission",
  );
  expect(more).toEqual([]);
});

test("what goes on for long calls who said to be at it, and a look that was asked for says its timing", async () => {
  const still: IncidentEvent = { at: at(180), kind: "still", since: at(0) };
  const looked: IncidentEvent = {
    at: at(181),
    kind: "rechecked",
    by: maya,
    endpoint: "payouts-api",
    condition: "platform_down",
    text: "It answered 503 where 2xx is to be.",
    phases: { dns: 4, connect: 12, tls: null, firstByte: 250, body: 1 },
  };
  await tell(
    incident({
      events: [down("payouts-api"), still, looked],
      acknowledged: { by: maya, at: at(1) },
    }),
  );

  const [, reminder, look] = await owed();
  expect(reminder?.words).toBe(`🔔 @${maya} payouts-api is down, for 3 h now.\n`);
  expect(look?.words).toContain("dns 4 ms · connect 12 ms · first byte 250 ms · body 1 ms");
});

test("an endpoint that the configuration has no more is not said to be up again", async () => {
  await tell(
    incident({
      endedAt: at(90),
      affected: [affected("payouts-api", { until: at(90) })],
      events: [
        down("payouts-api"),
        { at: at(90), kind: "removed", endpoint: "payouts-api" },
        { at: at(90), kind: "ended" },
      ],
    }),
  );

  const [root, ...replies] = await owed();
  expect(root?.text).toBe("▫️ payouts-api is looked at no more, after 1 h 30 min.");
  expect(replies.at(-1)?.words).toBe("▫️ payouts-api is looked at no more, after 1 h 30 min.\n");
});

test("what is quiet no longer says why, whatever it was quiet for", async () => {
  const woken = { at: at(60), kind: "woken", reason: "The maintenance is over." } as const;
  await tell(incident({ events: [down("payouts-api"), woken] }));

  const [, reply] = await owed();
  expect(reply?.words).toBe("⏰ No longer quiet: The maintenance is over.\n");
});

test("a look that our own quota stopped is no failure of the endpoint", async () => {
  const looked: IncidentEvent = {
    at: at(1),
    kind: "rechecked",
    by: maya,
    endpoint: "payouts-api",
    condition: "throttled",
    text: "It answered 429: our quota is used up.",
  };
  await tell(incident({ events: [down("payouts-api"), looked] }));

  const [, reply] = await owed();
  expect(reply?.words).toContain("❔ payouts-api has our quota used up.");
});

test("an incident without a channel is told to nobody", async () => {
  await tell(incident({ channel: null }));

  expect(await owed()).toEqual([]);
});

test("our own lost connection is told as ours, not as an outage of theirs", async () => {
  const names = ["a", "b", "c"];
  await tell(
    incident({
      shared: { by: "ourselves", name: "" },
      affected: names.map((name) => affected(name)),
      events: names.map((name) => down(name)),
    }),
  );

  expect((await owed())[0]?.text).toMatch(
    /^📡 Countercheck itself cannot reach the network: 3 end/,
  );
});
