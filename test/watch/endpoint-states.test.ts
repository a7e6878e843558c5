import { afterAll, beforeAll, expect, test } from "vitest";

import { judgeLook, noState } from "#model/endpoint-state.ts";
import type { Condition } from "#model/observation.ts";
import { openStore } from "#store/store.ts";
import type { Store } from "#store/store.ts";
import { EndpointStates } from "#watch/endpoint-states.ts";
import { Leases } from "#watch/leases.ts";
import { shardOf } from "#watch/phase.ts";
import { embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { saidIn } from "./watching.ts";

let databases: Databases;
beforeAll(async () => {
  databases = await embeddedDatabases();
}, 60_000);
afterAll(() => databases.stop());

const start = Date.parse("2026-11-02T10:00:00Z");
const keep = (): Promise<void> => Promise.resolve();

/** A store of which the next so many transactions fail: before they begin, or after they were committed unheard. */
function failing(store: Store) {
  const far = { before: 0, after: 0 };
  const transaction: Store["transaction"] = async (work) => {
    if (far.before > 0) {
      far.before -= 1;
      throw new Error("the connection is gone");
    }
    const result = await store.transaction(work);
    if (far.after > 0) {
      far.after -= 1;
      throw new Error("the connection broke before it was said");
    }
    return result;
  };
  return { far, store: { ...store, transaction } };
}

async function leased() {
  const store = await openStore(await databases.fresh());
  const leases = new Leases(store, "first");
  await leases.beat(keep);
  const token = leases.tokenOf(shardOf("shop"));
  if (token === undefined) throw new Error("all shards are ours");
  return { store, token };
}

/** Looks four times at an endpoint that is down, which is confirmed by the last. */
function down(states: EndpointStates, token: number, id = "shop"): void {
  for (const at of [0, 1000, 3000, 8000])
    see(states, token, { id, at, condition: "platform_down" });
}

function see(
  states: EndpointStates,
  token: number,
  {
    id,
    at,
    condition,
  }: { readonly id: string; readonly at: number; readonly condition: Condition },
): void {
  const { state, transition } = judgeLook(states.of(id).state, { at: start + at, condition });
  const observation = { condition, text: `${id} is ${condition}.`, milliseconds: 1 };
  states.put(id, { at: start + at, state, observation, transition, answers: null, token });
}

test("what could not be written is written the next time, with what has come since", async () => {
  const { store: real, token } = await leased();
  const { far, store } = failing(real);
  let told = 0;
  const states = new EndpointStates(store, () => (told += 1));
  far.before = 2;
  down(states, token);
  await expect(states.write()).rejects.toThrow("the connection is gone");
  see(states, token, { id: "shop", at: 60_000, condition: "credential" });
  await states.write();
  await states.write();

  expect(await saidIn(real)).toEqual(["shop down", "shop changed"]);
  expect(told).toBe(1);
  const row = await real.db.selectFrom("endpoint").selectAll().executeTakeFirstOrThrow();
  expect(row.looked_at).toEqual(new Date(start + 60_000));
  expect(row.state).toMatchObject({ standing: "down", downSince: start });
  await real.close();
});

test("what was written unheard is said once", async () => {
  const { store: real, token } = await leased();
  const { far, store } = failing(real);
  const states = new EndpointStates(store, () => undefined);
  far.after = 1;
  down(states, token);
  await states.write().catch(() => undefined);
  await states.write();

  expect(await saidIn(real)).toEqual(["shop down"]);
  await real.close();
});

test("a former holder's states and words are dropped, and counted", async () => {
  const { store, token } = await leased();
  const [former, next] = [
    new EndpointStates(store, () => undefined),
    new EndpointStates(store, () => undefined),
  ];
  const leases = new Leases(store, "second");
  // The embedded database is this process's alone: whoever is there now has everything.
  await leases.beat(keep);
  const newer = leases.tokenOf(shardOf("shop"));
  expect(newer).toBe(token + 1);
  see(next, newer ?? 0, { id: "shop", at: 20_000, condition: "up" });
  await next.write();
  down(former, token);
  await former.write();

  expect(former.dropped).toBe(1);
  expect(await saidIn(store)).toEqual([]);
  await former.read(["shop", "unknown"]);
  expect(former.of("shop")).toMatchObject({ state: { standing: "up" }, lookedAt: start + 20_000 });
  expect(former.of("unknown")).toEqual({ state: noState, lookedAt: null });
  await store.close();
});

test("a thousand endpoints are written by one statement, and fifty outages of one moment are all said", async () => {
  const { store } = await leased();
  const states = new EndpointStates(store, () => undefined);
  const leases = new Leases(store, "first");
  await leases.beat(keep);
  for (let index = 0; index < 1000; index += 1) {
    const id = `endpoint-${index}`;
    const token = leases.tokenOf(shardOf(id)) ?? 0;
    if (index < 50) down(states, token, id);
    else see(states, token, { id, at: 0, condition: "up" });
  }
  await states.write();

  expect(await store.db.selectFrom("endpoint").select("id").execute()).toHaveLength(1000);
  expect(new Set(await saidIn(store)).size).toBe(50);
  await store.close();
});

test("an answer with a zero byte or half a character keeps nobody's state from being written", async () => {
  const { store, token } = await leased();
  const states = new EndpointStates(store, () => {});
  const at = start;
  const { state } = judgeLook(noState, { at, condition: "application_error" });
  const text = 'It was "a\u0000b\uD83D…".';
  const observation = { condition: "application_error", text, milliseconds: 1 } as const;
  states.put("shop", { at, state, observation, transition: null, answers: null, token });
  await states.write();

  const rows = await store.db.selectFrom("endpoint").select("observation").execute();
  expect(rows[0]?.observation?.text).toBe('It was "a\uFFFDb\uFFFD…".');
  await store.close();
});
