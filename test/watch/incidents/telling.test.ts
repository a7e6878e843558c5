import { expect, test } from "vitest";

import type { Incident } from "#model/incident.ts";
import { openIncidents } from "#watch/incidents/incident-rows.ts";

import { change, second } from "../../model/incidents.ts";
import { oneStore } from "../../slack/open-store.ts";
import { endpoint, happen, incidentsOn, watching } from "./incidents.ts";

const store = oneStore();

test("one that cannot be told keeps no other back, and is told as soon as it can be", async () => {
  let isBroken = true;
  const changed = async (_: unknown, { shared }: Incident): Promise<void> => {
    if (isBroken && shared.name === "api") throw new Error("it has no words for this");
  };
  const two = watching([endpoint("api"), endpoint("shop")]);
  const { told, until } = incidentsOn(store(), two, [{ changed }]);
  await happen(store(), [change("api", "down", 0), change("shop", "down", 0)]);
  await until(5 * second);
  const open = await openIncidents(store().db);
  const shop = told.filter(({ shared }) => shared.name === "shop");

  isBroken = false;
  told.length = 0;
  await until(10 * second);

  expect(open).toHaveLength(2);
  expect(shop).toHaveLength(1);
  expect(told.map(({ shared }) => shared.name)).toEqual(["api"]);
});
