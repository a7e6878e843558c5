import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { checkCadences } from "#check.ts";
import { loadChecks } from "#config.ts";
import { causes } from "#model/causes.ts";
import { datasetNames, definitionOf } from "#model/datasets.ts";
import { roleActions } from "#model/roles.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { parameterNames } from "#runbook.ts";
import { runbookJsonSchema } from "#runs/runbook-schema.ts";
import { loadStepKinds } from "#runs/shelves.ts";
import { checkTable, narrow } from "./check-table.ts";

const textOf = (name: string) => readFile(new URL(`../docs/${name}`, import.meta.url), "utf8");

/** Every key of settings anywhere in a JSON schema. */
function keysIn(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(keysIn)];
}

function lackingIn(text: string, words: readonly string[]): string[] {
  return [...new Set(words)].filter((word) => !text.includes(`\`${word}\``));
}

test("the document of runbooks names every kind of step, every setting, parameter and right", async () => {
  const kinds = await loadStepKinds();
  const text = await textOf("runbooks.md");
  const [, example = ""] = /## An example of each\n\n```yaml\n([^`]+)```/.exec(text) ?? [];
  const { steps } = parse(example) as { steps: { kind: string }[] };
  const ofAll = ["id", "title", "kind", "purpose", "steps", "review_by", "parameters"];
  // Those of `when` that stand in a form of their own.
  const nested = ["answer", "status", "step", "is"];
  const settings = keysIn(runbookJsonSchema(kinds)).filter(
    (key) => ![...ofAll, ...nested].includes(key),
  );

  expect(
    lackingIn(text, [...kinds.keys(), ...settings, ...parameterNames, ...roleActions]),
    "tell these in docs/runbooks.md, each in backticks",
  ).toEqual([]);
  expect(
    [...kinds.keys()].filter((id) => !steps.some(({ kind }) => kind === id)),
    'put a step of each of these kinds into "An example of each" of docs/runbooks.md',
  ).toEqual([]);
});

test("each example in it is a runbook", async () => {
  const blocks = [...(await textOf("runbooks.md")).matchAll(/```yaml\n([^`]+)```/g)];
  const accepts = z.fromJSONSchema(runbookJsonSchema(await loadStepKinds()));
  const head = { title: "T", purpose: "P", parameters: ["source"] };

  for (const [, block = ""] of blocks) {
    const written = { ...head, ...(parse(block) as object) };
    expect(accepts.safeParse(written).error).toBeUndefined();
  }
});

test("the document of reconciliations names each of them and every cause", async () => {
  const text = await textOf("reconciliations.md");

  expect(
    lackingIn(text, Object.keys(causes)),
    "tell these causes in docs/reconciliations.md, each in backticks",
  ).toEqual([]);
  const missing = Object.keys(reconciliations).filter((id) => !text.includes(`\n## ${id}\n`));
  expect(missing, "give each of these a chapter in docs/reconciliations.md").toEqual([]);
});

test("the document of datasets names every column and status of each", async () => {
  const text = await textOf("datasets.md");

  for (const dataset of datasetNames) {
    const [, section = ""] = new RegExp(`\n## ${dataset}\n([^]*?)(?=\n## )`).exec(text) ?? [];
    const { columns, statuses = [] } = definitionOf(dataset);
    const lacking = lackingIn(section, [...Object.keys(columns), ...statuses]);
    expect(lacking, `tell these in docs/datasets.md under ${dataset}, in backticks`).toEqual([]);
  }
});

test("the document of checks has each with its settings and their defaults", async () => {
  const checks = await loadChecks();
  const text = await textOf("checks.md");

  for (const cadence of checkCadences) {
    const section = new RegExp(`\n### ${cadence}[^\n]*\n\n((?:\\|.*\n)+)`, "i");
    const [, table = ""] = section.exec(text) ?? [];
    expect(
      narrow(table).split("\n"),
      `paste what is expected into the table of ${cadence} checks in docs/checks.md, then npx oxfmt`,
    ).toEqual(narrow(checkTable(checks, cadence)).split("\n"));
  }
});
