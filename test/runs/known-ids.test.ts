import { expect, test } from "vitest";

import { idsLike, noteIds } from "#runs/known-ids.ts";
import { engineForEach } from "./engine.ts";

const engine = engineForEach();

test("ids are remembered by source and field, and completed where what was typed stands in them", async () => {
  const { db } = engine.open;
  await noteIds(db, "acme", { partner: ["prt_010", "prt_001", "x_prt_001"], program: ["prg_1"] });
  await noteIds(db, "acme", { partner: ["prt_001"] });
  await noteIds(db, "other", { partner: ["prt_001", "prt_777"] });

  const like = (typed: string, source: string | null = "acme") =>
    idsLike(db, { source, field: "partner", typed });
  expect(await like("PRT_0")).toEqual(["prt_001", "prt_010", "x_prt_001"]);
  expect(await like("777")).toEqual([]);
  expect(await like("", null)).toEqual(["prt_001", "prt_010", "prt_777", "x_prt_001"]);
  expect(await like("%")).toEqual([]);
});
