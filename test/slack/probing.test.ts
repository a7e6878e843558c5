import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, onTestFinished, test, vi } from "vitest";

import { noState } from "#model/endpoint-state.ts";
import type { EndpointState } from "#model/endpoint-state.ts";
import type { Observation } from "#model/observation.ts";
import { Recorder } from "#watch/history/recorder.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { look } from "#watch/look.ts";
import type { Watching } from "#watch-settings.ts";

import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { endpoint, openIncident, watchingNothing } from "./open-incident.ts";
import { oneStore, quiet } from "./open-store.ts";
import { wordsOf } from "./views/words.ts";

const store = oneStore();
const names = ["payouts-api", "pixel", "stale-report"];

/** A bot that watches these, and what a person is told of a line they typed. */
async function open(given: Parameters<typeof openIncident>[1] = {}) {
  const opened = await openIncident(store(), {
    endpoints: names.map((name) => endpoint(name)),
    ...given,
  });
  return {
    ...opened,
    probe: async (text: string) => {
      const before = (await opened.sandbox.messages(affiliateOps)).length;
      await opened.type(text, affiliateOps, "/probe");
      await opened.handled();
      const told = await opened.privateWords();
      expect((await opened.sandbox.messages(affiliateOps)).length).toBeGreaterThan(before);
      return told.at(-1);
    },
  };
}

async function stands(id: string, state: Partial<EndpointState>, seen: Partial<Observation>) {
  const observation = { condition: "up", text: "It answered 200.", milliseconds: 120, ...seen };
  await store()
    .db.insertInto("endpoint")
    .values({
      id,
      state: JSON.stringify({ ...noState, standing: "up", condition: "up", since: 1e12, ...state }),
      observation: JSON.stringify(observation),
      looked_at: new Date(),
    })
    .execute();
}

/** Looks as the bot does. */
async function looking(watching: Watching) {
  const never = () => Promise.reject(new Error("not asked here"));
  const parts = await openLookParts(watching, {
    arrivals: never,
    lastBeat: never,
    onFault: () => {},
  });
  const { signal } = new AbortController();
  return (of: Parameters<typeof look>[0]) => look(of, parts, signal);
}

test("nothing typed lists every endpoint, worst first, with menus to open and to look", async () => {
  const opened = await open();
  await stands("pixel", {}, {});
  await stands(
    "stale-report",
    { standing: "down", condition: "stale", downSince: 1e12 },
    { condition: "stale", text: "The newest record is 3 h old." },
  );

  const told = await opened.probe("");

  const words = wordsOf(told?.blocks);
  expect(words).toMatch(/^1 of 3 endpoints up, 1 down, 1 not looked at yet/);
  expect(words).toMatch(
    /stale-report brings nothing new since [^]*payouts-api has not[^]*pixel is up/,
  );
  const menus = told?.blocks?.flatMap((block) => (block.type === "actions" ? block.elements : []));
  expect(menus?.map(({ action_id: id }) => id)).toEqual(["endpoint:show", "endpoint:test"]);
});

test("an endpoint is shown with its last look, its timing and what was asserted", async () => {
  const opened = await open();
  await stands(
    "pixel",
    {},
    {
      phases: { dns: 4, connect: 6, tls: 20, firstByte: 80, body: 10 },
      assertions: [{ assertion: "status is 2xx", holds: true, found: "it was 200" }],
    },
  );

  const words = wordsOf((await opened.probe("pixel"))?.blocks);

  expect(words).toContain("✅ pixel is up");
  expect(words).toContain("it matters to acme, prg_creators");
  expect(words).toMatch(/first byte +80 ms +▇{12}\nbody +10 ms +▇{2}/);
  expect(words).toContain("✓ status is 2xx; it was 200");
});

test("its last day and month are drawn in its own message, its last day in the Home", async () => {
  const opened = await open();
  await stands("pixel", {}, {});
  const recorder = new Recorder({
    db: store().db,
    log: quiet,
    endpoint: () => ({ interval: 60_000, timeout: 1000 }),
    isMaintained: () => false,
  });
  const observation = { condition: "up", milliseconds: 120 } as const;
  recorder.record("pixel", { at: Date.now() - 90_000, observation });
  recorder.record("pixel", { at: Date.now() - 30_000, observation });
  await recorder.flush();

  const told = await opened.probe("pixel");

  const pictured = (blocks: unknown) =>
    [...JSON.stringify(blocks).matchAll(/"alt_text":"([^"]*)"/g)].map(([, text]) => text);
  expect(pictured(told?.blocks)).toEqual(["pixel: the last 24 hours", "pixel: the last 30 days"]);
  await opened.sandbox.person("/box/home", { user: maya });
  await vi.waitFor(async () => {
    const home = (await opened.sandbox.state()).homes.find(({ user }) => user === maya);
    expect(pictured(home?.view.blocks ?? [])).toEqual(["How endpoints stood in the last 24 hours"]);
  }, 10_000);
});

test("a test shows all that was seen of an address, and the guard of addresses holds", async () => {
  const server = createServer((_, response) => response.writeHead(500).end("broken")).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const guarded = await watchingNothing();
  const closed = await open({ watching: guarded, look: await looking(guarded) });

  const refused = wordsOf((await closed.probe(`test http://127.0.0.1:${port}/`))?.blocks);
  expect(refused).not.toContain("500");
  expect(refused).toContain("❔");

  const allowed = { ...guarded, allowPrivate: ["127.0.0.0/8"] };
  const opened = await open({ watching: allowed, look: await looking(allowed) });
  const words = wordsOf((await opened.probe(`test http://127.0.0.1:${port}/`))?.blocks);
  expect(words).toContain(`🔴 http://127.0.0.1:${port}/ is down`);
  expect(words).toMatch(/connect +[\d.]+ m?s/);
  expect(words).toContain("✗ ");
});

test("who pauses an endpoint says so in its channel, and who resumes it", async () => {
  const opened = await open();

  await opened.probe("pause pixel");
  await opened.says(`📋 @${maya} has paused pixel`);
  const [row] = await store().db.selectFrom("endpoint").selectAll().execute();
  expect(row).toMatchObject({ id: "pixel", paused_by: maya });
  expect(wordsOf((await opened.probe("pixel"))?.blocks)).toContain(`is paused by @${maya}`);
  expect(wordsOf((await opened.probe("pause pixel"))?.blocks)).toContain("pixel is paused already");

  await opened.probe("resume pixel");
  await opened.says("has resumed pixel");
  expect(wordsOf((await opened.probe("resume pixel"))?.blocks)).toContain("pixel is not paused");
  expect(await opened.audited()).toEqual([`endpoint.pause ${maya}`, `endpoint.resume ${maya}`]);
});

test("maintenance is declared from now on, with its reason", async () => {
  const opened = await open();

  await opened.probe("maintenance pixel 2h their database moves");

  await opened.says("has declared maintenance of pixel for 2 h: their database moves");
  const [row] = await store().db.selectFrom("maintenance").selectAll().execute();
  expect(row).toMatchObject({ endpoint: "pixel", reason: "their database moves" });
});

test("the Home says how endpoints stand, and links the incident that nobody has taken", async () => {
  const opened = await open();
  await opened.begin();
  const root = await opened.message("payouts-api is down");
  await stands("pixel", {}, {});

  await opened.sandbox.person("/box/home", { user: maya });

  await vi.waitFor(async () => {
    const home = (await opened.sandbox.state()).homes.find(({ user }) => user === maya);
    const text = JSON.stringify(home?.view.blocks);
    expect(text).toContain("Endpoints (1 open incident)");
    expect(text).toContain("nobody has taken it");
    expect(text).toContain("1 of 3 endpoints up, 2 not looked at yet");
    expect(text).toContain(`/p${root.ts.replace(".", "")}`);
  }, 5000);
});
