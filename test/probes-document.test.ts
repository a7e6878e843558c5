import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { configSchema, loadChecks, loadProbes } from "#config.ts";
import { scopeFields } from "#model/filter-context.ts";
import { conditions } from "#model/observation.ts";
import { presetNames } from "#model/presets/presets.ts";
import { loadShelf } from "#shelf.ts";
import type { SourceKind } from "#source.ts";

const text = await readFile(new URL("../docs/probes.md", import.meta.url), "utf8");
const probes = await loadProbes();
const sources = await loadShelf<SourceKind>(new URL("../src/sources", import.meta.url).pathname);
const schema = configSchema(sources, await loadChecks(), probes);
const { properties } = z.toJSONSchema(schema, { io: "input" }) as {
  properties: Record<"watch" | "credentials" | "endpoints", object>;
};

/** Every key of settings anywhere in a JSON schema. */
function keysIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  const own = "properties" in part ? Object.keys(part.properties as object) : [];
  return [...own, ...Object.values(part).flatMap(keysIn)];
}

function lacking(words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => !new RegExp(`[\`\\s{]${word}[\`:]`).test(text));
}

test("the document of probes names every kind, preset, condition and setting", () => {
  const scopes: readonly string[] = scopeFields;
  const { watch, credentials, endpoints } = properties;
  const settings = [watch, credentials, endpoints].flatMap(keysIn);

  expect(lacking([...probes.keys(), ...presetNames, ...conditions])).toEqual([]);
  expect(lacking(settings.filter((key) => !scopes.includes(key)))).toEqual([]);
});

test("its example is accepted, and has an endpoint of every kind", () => {
  const [, example = ""] = /```yaml\n([^`]+)```/.exec(text) ?? [];
  const written = parse(example) as { endpoints: Record<string, { kind: string }> };
  const datasets = { conversions: { files: "c*.csv" } };
  const acme = { kind: "files", path: ".", timezone: "UTC", datasets };
  const head = { timezone: "UTC", currency: "USD", sources: { acme } };

  expect(schema.safeParse({ ...head, ...written }).error).toBeUndefined();
  expect(new Set(Object.values(written.endpoints).map(({ kind }) => kind))).toEqual(
    new Set(probes.keys()),
  );
});
