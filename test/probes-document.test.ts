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
  const settings = [watch, credentials, endpoints]
    .flatMap(keysIn)
    .filter((key) => !scopes.includes(key));

  expect(
    lacking([...probes.keys(), ...presetNames, ...conditions, ...settings]),
    "tell these in docs/probes.md, each in backticks or in an example",
  ).toEqual([]);
});

test("its examples are accepted, and have an endpoint of every kind", () => {
  const examples = [...text.matchAll(/```yaml\n([^`]+)```/g)].map(
    ([, example = ""]) => parse(example) as { endpoints?: Record<string, { kind: string }> },
  );
  const datasets = { conversions: { files: "c*.csv" } };
  const acme = { kind: "files", path: ".", timezone: "UTC", datasets };
  const head = { timezone: "UTC", currency: "USD", sources: { acme } };

  for (const example of examples) {
    expect(schema.safeParse({ ...head, ...example }).error).toBeUndefined();
  }
  const shown = examples.flatMap(({ endpoints = {} }) => Object.values(endpoints));
  const lacks = [...probes.keys()].filter((id) => !shown.some(({ kind }) => kind === id));
  expect(lacks, "put an endpoint of each of these kinds into an example of docs/probes.md").toEqual(
    [],
  );
});
