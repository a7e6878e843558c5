import { expect, test } from "vitest";

import type { Runbook } from "#runbook.ts";
import { changesOf, noteVersions } from "#runs/runbook-versions.ts";
import { engineForEach } from "./engine.ts";
import { requestOf } from "./fixtures.ts";

const engine = engineForEach();

function versionOf(sha256: string, text: string): Runbook {
  return { ...requestOf(1).runbook, sha256, text };
}

test("what changed is told against the version before, whichever was loaded in between", async () => {
  const first = versionOf("a".repeat(64), "title: One\n");
  const second = versionOf("b".repeat(64), "title: Two\n");

  expect(await noteVersions(engine.open.db, new Map([["drill", first]]))).toEqual(new Map());
  const earlier = await noteVersions(engine.open.db, new Map([["drill", second]]));

  expect(earlier.get("drill")).toMatchObject({ sha256: first.sha256, text: "title: One\n" });
  expect(changesOf(second, earlier.get("drill"))).toContain("-title: One\n+title: Two\n");
  expect(changesOf(first, undefined)).toBe(null);
});
