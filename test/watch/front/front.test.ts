import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";

import { ConfigError } from "#errors.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { noState } from "#model/endpoint-state.ts";
import type { Observation } from "#model/observation.ts";
import { beatKey, beatPath } from "#watch/front/beats.ts";
import { openFront } from "#watch/front/front.ts";
import type { Front, FrontParts } from "#watch/front/front.ts";
import { Metrics } from "#watch/front/metrics.ts";

import { oneStore } from "../../slack/open-store.ts";

const store = oneStore();
const log = pino({ level: "silent" });
const beatSecret = Buffer.from("a secret that is long enough");
const any = { host: "127.0.0.1", port: 0, isAsked: true };
const configured = new Map<string, Pick<Endpoint, "kind">>();
const opened: Front[] = [];

beforeEach(async () => {
  configured.clear();
  configured.set("nightly", { kind: "heartbeat" }).set("shop", { kind: "http" });
  await store().db.deleteFrom("endpoint").execute();
  await store().db.deleteFrom("incident").execute();
});
afterEach(async () => {
  for (const front of opened.splice(0)) await front.close();
});

const metricsIn = () => new Metrics({ db: store().db, endpoints: () => configured });
const open = async (changes: Partial<FrontParts> = {}) => {
  const front = await openFront({
    listen: any,
    db: store().db,
    metrics: metricsIn(),
    beatSecret,
    endpoints: () => configured,
    notReady: () => null,
    log,
    ...changes,
  });
  opened.push(front);
  return front;
};
const up = (milliseconds: number): Observation => ({ condition: "up", text: "", milliseconds });
const lines = async (metrics: Metrics, start: string) =>
  (await metrics.text()).body.split("\n").filter((line) => line.startsWith(start));

test("a heartbeat is heard by its own key alone, and the last call counts", async () => {
  const { url } = await open();
  const call = (path: string, method = "POST") => fetch(`${url}${path}`, { method });
  const path = beatPath(beatSecret, "nightly");

  expect((await call(path)).status).toBe(200);
  const first = await store().db.selectFrom("endpoint").select("beat_at").executeTakeFirst();
  expect((await call(path, "GET")).status).toBe(200);
  const [last, ...others] = await store().db.selectFrom("endpoint").selectAll().execute();

  expect(others).toEqual([]);
  expect(last).toMatchObject({ id: "nightly", state: noState });
  expect(Number(last?.beat_at)).toBeGreaterThanOrEqual(Number(first?.beat_at));
  const wrong = [
    `/beat/nightly/${beatKey(beatSecret, "shop")}`,
    `/beat/nightly/${beatKey(beatSecret, "nightly")}x`,
    "/beat/nightly/ä",
    beatPath(beatSecret, "shop"),
    beatPath(beatSecret, "nobody"),
  ];
  const answers = await Promise.all(wrong.map(async (one) => (await call(one)).text()));
  expect(new Set(answers).size).toBe(1);
  expect(answers[0]).toContain("no heartbeat is called here");
});

test("metrics tell of configured endpoints, and forget those that are gone", async () => {
  const metrics = metricsIn();
  metrics.looked("shop", up(120));
  metrics.looked("shop", { ...up(5000), condition: "platform_down" });
  metrics.looked("nobody", up(1));
  const row = { observation: JSON.stringify(up(1)), looked_at: new Date() };
  const state = (standing: string) => JSON.stringify({ ...noState, standing });
  await store()
    .db.insertInto("endpoint")
    .values([
      { id: "shop", state: state("down"), ...row },
      { id: "nightly", state: state("suspect"), ...row },
      { id: "nobody", state: state("up"), ...row },
    ])
    .execute();

  expect(await lines(metrics, "countercheck_looks_total")).toEqual([
    'countercheck_looks_total{endpoint="shop",condition="up"} 1',
    'countercheck_looks_total{endpoint="shop",condition="platform_down"} 1',
  ]);
  expect(await lines(metrics, "countercheck_endpoint_up")).toEqual([
    'countercheck_endpoint_up{endpoint="shop"} 0',
    'countercheck_endpoint_up{endpoint="nightly"} 1',
  ]);
  expect(await lines(metrics, 'countercheck_look_duration_seconds_count{endpoint="shop"}')).toEqual(
    ['countercheck_look_duration_seconds_count{endpoint="shop"} 2'],
  );
  configured.delete("shop");
  const { body } = await metrics.text();
  expect(body).not.toContain("shop");
});

test("metrics tell what is owed to Slack, how many incidents go on, and what watching came to", async () => {
  const counts = { overruns: 3, dropped: 1 };
  const metrics = new Metrics({
    db: store().db,
    endpoints: () => configured,
    counts: () => counts,
    quotas: () => new Map([["awin", { requests: 20, per: "minute", share: 0.25 }]]),
  });
  metrics.late(7);
  const slots = [1000, 30_000, 120_000].map((age) => new Date(Date.now() - age));
  await store()
    .db.insertInto("quota_use")
    .values(slots.map((slot) => ({ credential: "awin", slot, taken: 2 })))
    .execute();
  const message = { channel: "C1", parent: null, thread: null, payload: "{}" };
  const none = { message_ts: null, file_ids: null, sent_at: null, failure: null, attempts: 0 };
  const created = { created_at: new Date(Date.now() - 60_000), next_attempt_at: new Date() };
  await store()
    .db.insertInto("outbox")
    .values({ key: "one", kind: "post", status: "pending", ...message, ...none, ...created })
    .execute();
  const shared = JSON.stringify({ by: "endpoint", name: "shop" });
  const began = { shared, channel: null, opened_at: new Date() };
  await store()
    .db.insertInto("incident")
    .values([
      { id: "goes-on", ...began, ended_at: null },
      { id: "over", ...began, ended_at: new Date() },
    ])
    .execute();
  await metrics.text();
  counts.overruns = 4;

  const { body } = await metrics.text();
  expect(body).toMatch(/^countercheck_incidents_open 1$/m);
  expect(body).toMatch(/^countercheck_outbox_owed 1$/m);
  expect(body).toMatch(/^countercheck_outbox_age_seconds [67]\d/m);
  expect(body).toMatch(/^countercheck_overruns_total 4$/m);
  expect(body).toMatch(/^countercheck_quota_left{credential="awin"} 1$/m);
  expect(body).toMatch(/^countercheck_look_lateness_seconds_bucket{le="0.005"} 0$/m);
  expect(body).toMatch(/^process_cpu_seconds_total /m);
});

test("it is well while the database answers, and ready once nothing is missing", async () => {
  let missing: string | null = "Slack is not reached yet.";
  const { url } = await open({ notReady: () => missing });
  const asked = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    return [answer.status, await answer.json()];
  };

  expect(await asked("/healthz")).toEqual([
    200,
    { status: "well", event_loop: "runs", database: "answers" },
  ]);
  expect(await asked("/readyz")).toEqual([503, { status: "waiting", reason: missing }]);
  missing = null;
  expect(await asked("/readyz")).toEqual([200, { status: "ready" }]);
});

test("a database that refuses is said, and nothing secret of it", async () => {
  const dialect = new PostgresDialect({
    pool: new Pool({ connectionString: "postgres://someone:secret@127.0.0.1:1/none" }),
  });
  const { url } = await open({ db: new Kysely({ dialect }) });
  const answer = await fetch(`${url}/healthz`);

  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({
    status: "ill",
    event_loop: "runs",
    database: "refuses",
  });
});

test("a port that was asked for must be free; the usual one may be another's", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;

  await expect(open({ listen: { ...any, port } })).rejects.toThrow(ConfigError);
  const { url } = await open({ listen: { ...any, port, isAsked: false } });
  expect((await fetch(`${url}/metrics`)).headers.get("content-type")).toContain("text/plain");
  expect((await fetch(`${url}/secret`)).status).toBe(404);
  other.close();
});
