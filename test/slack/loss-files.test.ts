import { expect, test } from "vitest";

import { slackIncidents } from "#slack/incident-teller.ts";
import { slackLossFiles } from "#slack/loss-files.ts";
import { incident } from "./example-incident.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();
const estimate = (likely: string) => ({ likely, low: "0", high: "20" });
const partner = {
  partner: "p_one",
  program: "spring",
  currency: "USD",
  expected: estimate("12"),
  recovered: 2,
  missing: estimate("10"),
  revenue: estimate("800.00"),
  commission: null,
};

test("who lost how much is a file in the thread of the incident, once", async () => {
  const kept: string[] = [];
  const tell = slackLossFiles({
    put: async (file, content) => {
      kept.push("data" in content ? String(content.data) : "");
      return { file, bytes: 100, sha256: "0".repeat(64) };
    },
  });
  const one = incident();
  await store().transaction((trx) =>
    slackIncidents({ endpoints: () => new Map() }).changed(trx, one),
  );
  for (let times = 0; times < 2; times += 1) {
    await store().transaction(async (trx) => tell(trx, one, [partner]));
  }

  const rows = await store()
    .db.selectFrom("outbox")
    .select(["key", "kind", "parent"])
    .where("kind", "=", "upload")
    .execute();
  expect(rows).toEqual([
    { key: `incident:${one.id}:lost`, kind: "upload", parent: `incident:${one.id}` },
  ]);
  expect(kept[0]).toContain("spring,p_one,USD,12,2,10");
});

test("an incident that nobody reads of has no file", async () => {
  const tell = slackLossFiles({ put: () => Promise.reject(new Error("nothing is to be kept")) });
  await store().transaction(async (trx) => tell(trx, { ...incident(), channel: null }, [partner]));

  expect(await store().db.selectFrom("outbox").selectAll().execute()).toEqual([]);
});
