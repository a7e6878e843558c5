import { expect, test } from "vitest";

import { openIncidents } from "#watch/incidents/incident-rows.ts";
import { change, minute, second } from "../../model/incidents.ts";
import { oneStore } from "../../slack/open-store.ts";
import { endpoint, happen, incidentsOn, watching } from "./incidents.ts";

const store = oneStore();

test("an incident that cannot be told keeps none of the others waiting", async () => {
  let broken = "";
  const { told, until } = incidentsOn(store(), watching([endpoint("api"), endpoint("shop")]), [
    {
      changed: async (_, { shared }) => {
        if (shared.name === broken) throw new Error("no words for it");
      },
    },
  ]);
  await happen(store(), [change("api", "down", 0), change("shop", "down", 0)]);
  await until(3 * second);
  const [first] = told.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  broken = first?.shared.name ?? "";
  await until(61 * minute);

  const open = await openIncidents(store().db);
  expect(open.map(({ events }) => events.map(({ kind }) => kind))).toEqual([
    ["down"],
    ["down", "still"],
  ]);
});
