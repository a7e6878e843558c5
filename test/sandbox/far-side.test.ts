import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { loadConfig } from "#config.ts";
import type { Observation } from "#model/observation.ts";
import { writeDemo } from "#sandbox/demo/index.ts";
import { openLookParts } from "#watch/look-parts.ts";
import { look } from "#watch/look.ts";

import { maya, openSandbox, temporaryFolder } from "./open-sandbox.ts";

test("the demo's platform is well until a person lets its payouts fail, and well again after", async () => {
  const sandbox = await openSandbox();
  const folder = join(await temporaryFolder(), "demo");
  const { config: file } = await writeDemo({ folder, month: "2026-10", box: sandbox.url });
  const { watch } = await loadConfig(file);
  const never = () => Promise.reject(new Error("not asked here"));
  const parts = await openLookParts(watch, { arrivals: never, lastBeat: never, onFault: () => {} });
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const looks = async (): Promise<Observation["condition"][]> => {
    const seen = [...watch.endpoints.values()].map((each) => look(each, parts, ending.signal));
    return (await Promise.all(seen)).map(({ condition }) => condition);
  };
  expect((await sandbox.state()).far_side_fails).toBeNull();

  expect(await looks()).toEqual(["up", "up"]);
  expect((await sandbox.state()).far_side_fails).toBe(false);
  await sandbox.person("/box/far-side", { user: maya, fails: true });
  expect(await looks()).toEqual(["platform_down", "up"]);
  await sandbox.person("/box/far-side", { user: maya, fails: false });
  expect(await looks()).toEqual(["up", "up"]);
});
