import { readdir, readFile } from "node:fs/promises";

import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { runbookJsonSchema } from "#runs/runbook-schema.ts";
import { loadStepKinds } from "#runs/shelves.ts";

const shelf = new URL("../../src/runbooks/", import.meta.url);

test("editors get a schema of runbooks with the settings of every kind of step", async () => {
  const schema = runbookJsonSchema(await loadStepKinds());

  await expect(
    `${JSON.stringify(schema, null, 2)}\n`,
    "The kinds of steps have changed, so docs/runbook.schema.json is to be written anew; commit it too: npx vitest run test/runs/runbook-schema.test.ts -u",
  ).toMatchFileSnapshot("../../docs/runbook.schema.json");
});

test("every runbook of the shelf and the template are valid by it, a wrong setting is not", async () => {
  const accepts = z.fromJSONSchema(runbookJsonSchema(await loadStepKinds()));
  const files = (await readdir(shelf)).filter((name) => name.endsWith(".yml"));

  for (const name of files) {
    const runbook = parse(await readFile(new URL(name, shelf), "utf8")) as { steps: object[] };
    const wrong = { ...runbook, steps: [{ ...runbook.steps[0], datset: "payouts" }] };
    const judged = [runbook, wrong].map((each) => accepts.safeParse(each).success);
    expect([name, ...judged]).toEqual([name, true, false]);
  }
});
