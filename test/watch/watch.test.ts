import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { askLook, declareMaintenance, pause, resume } from "#watch/endpoint-orders.ts";
import { serving } from "../probes/far-side.ts";
import { bothDatabases, embeddedDatabases } from "../store/databases.ts";
import type { Databases } from "../store/databases.ts";
import { endpointAt, saidIn, watchingOf, watchOn } from "./watching.ts";

const patiently = { timeout: 30_000, interval: 100 };

/** A platform that answers with the status it is given. */
async function platform() {
  const far = { status: 200, url: "", hits: [] as string[] };
  far.url = await serving(({ url }, response) => {
    far.hits.push(url ?? "");
    response.writeHead(far.status).end();
  });
  return far;
}

test("an outage broken into by two restarts is said once, from its first failing look, and so is its end", async () => {
  const databases = await embeddedDatabases();
  const options = await databases.fresh();
  const far = await platform();
  const watching = watchingOf([endpointAt("shop", far.url)]);
  const first = await watchOn(options, watching);
  await vi.waitFor(() => expect(first.looks).toHaveLength(1), patiently);
  far.status = 500;
  await vi.waitFor(() => expect(first.looks.at(-1)?.condition).toBe("platform_down"), patiently);
  const began = first.looks.find(({ condition }) => condition !== "up")?.at ?? 0;
  await first.close();

  const second = await watchOn(options, watching);
  await vi.waitFor(async () => expect(await saidIn(second.store)).toHaveLength(1), patiently);
  await second.close();
  const third = await watchOn(options, watching);
  await vi.waitFor(() => expect(third.looks.length).toBeGreaterThan(1), patiently);
  expect(await saidIn(third.store)).toEqual(["shop down"]);
  const [row] = await third.store.db.selectFrom("endpoint_transition").selectAll().execute();
  expect(row?.transition).toMatchObject({ since: began });
  expect(row?.observation).toMatchObject({ condition: "platform_down", status: 500 });
  far.status = 200;
  await vi.waitFor(
    async () => expect(await saidIn(third.store)).toEqual(["shop down", "shop up"]),
    patiently,
  );
  await third.close();
  await databases.stop();
}, 90_000);

describe.each(bothDatabases)("on %s", (_, databasesOf) => {
  let databases: Databases;
  beforeAll(async () => {
    databases = await databasesOf();
  }, 120_000);
  afterAll(() => databases.stop());

  test("what is paused is not looked at, what somebody asks for is looked at soon, though its interval is a day", async () => {
    const options = await databases.fresh();
    const far = await platform();
    const daily = endpointAt("daily", far.url, { interval: 86_400_000 });
    const { watch, store, looks, close } = await watchOn(options, watchingOf([daily]));
    await store.transaction((trx) => askLook(trx, "daily"));
    await vi.waitFor(() => expect(looks).not.toEqual([]), patiently);
    // The wish is cleared with the look that answers it.
    const row = () =>
      store.db.selectFrom("endpoint").selectAll().where("id", "=", "daily").executeTakeFirst();
    await vi.waitFor(async () => expect((await row())?.look_asked_at).toBeNull(), patiently);
    expect((await row())?.observation).toMatchObject({ condition: "up" });

    await store.transaction((trx) => pause(trx, "daily", "U1"));
    await store.transaction((trx) => pause(trx, "daily", "U2"));
    expect((await row())?.paused_by).toBe("U1");
    await expect(store.transaction((trx) => askLook(trx, "daily"))).rejects.toThrow(
      "daily is paused by <@U1>: resume it first.",
    );
    await watch.reload(watchingOf([{ ...daily, interval: 1000 }]));
    await vi.waitFor(() => expect(watch.counts.endpoints).toBe(1), patiently);
    const before = looks.length;
    expect(await store.transaction((trx) => resume(trx, "daily"))).toBe(true);
    expect(await store.transaction((trx) => resume(trx, "daily"))).toBe(false);
    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before), patiently);
    await close();
  }, 60_000);

  test("what is resumed just before a reload is looked at again", async () => {
    const far = await platform();
    const one = endpointAt("one", `${far.url}/one`);
    const { watch, store, looks, close } = await watchOn(
      await databases.fresh(),
      watchingOf([one]),
    );
    await vi.waitFor(() => expect(looks).not.toEqual([]), patiently);
    await store.transaction((trx) => pause(trx, "one", "U1"));
    // Once nothing comes in for longer than an interval and a tick, it is paused.
    let last = -1;
    await vi.waitFor(
      () => {
        const before = last;
        last = looks.length;
        expect(last).toBe(before);
      },
      { timeout: 30_000, interval: 3000 },
    );
    await store.transaction((trx) => resume(trx, "one"));
    await watch.reload(watchingOf([one, endpointAt("two", `${far.url}/two`)]));

    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(last), patiently);
    await vi.waitFor(
      () => expect(looks.slice(last).map(({ endpoint }) => endpoint)).toContain("one"),
      patiently,
    );
    await close();
  }, 90_000);

  test("maintenance that ends before it begins is refused, any other is kept", async () => {
    const { store, close } = await watchOn(await databases.fresh(), watchingOf([]));
    const [from, to] = [new Date("2026-11-01T00:00:00Z"), new Date("2026-11-01T01:00:00Z")];
    const order = { endpoint: "shop", from, to, reason: "a move", by: "U1" };
    await store.transaction((trx) => declareMaintenance(trx, order));
    await expect(
      store.transaction((trx) => declareMaintenance(trx, { ...order, to: from })),
    ).rejects.toThrow("Maintenance ends after it begins");

    expect(await store.db.selectFrom("maintenance").selectAll().execute()).toMatchObject([
      { endpoint: "shop", from_at: from, to_at: to, reason: "a move", declared_by: "U1" },
    ]);
    await close();
  });

  test("a reload looks at what is new, no more at what is gone, and goes on with the rest", async () => {
    const far = await platform();
    const [kept, gone, added] = ["kept", "gone", "added"].map((id) =>
      endpointAt(id, `${far.url}/${id}`),
    );
    if (!kept || !gone || !added) throw new Error("three endpoints");
    const first = watchingOf([kept, gone]);
    const { watch, looks, close } = await watchOn(await databases.fresh(), first);
    await vi.waitFor(() => expect(new Set(far.hits).size).toBe(2), patiently);
    await watch.reload(watchingOf([{ ...kept, timeout: 5000 }, added]));
    const before = looks.length;
    await vi.waitFor(() => expect(looks.length).toBeGreaterThan(before + 5), patiently);
    const since = new Set(looks.slice(before).map(({ endpoint }) => endpoint));

    expect(since).toEqual(new Set(["kept", "added"]));
    await close();
  }, 60_000);
});
