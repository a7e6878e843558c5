import { afterAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

const { folder, remove } = await writePrograms();
afterAll(remove);

const check = (program: string, ...words: string[]) =>
  type(folder, "config", "check", `--config=${program}.yml`, ...words);

test.concurrent("a valid configuration is said to be", async () => {
  const [read, document] = await Promise.all([check("match"), check("match", "--json")]);

  expect(read).toMatchObject({ status: 0, said: "" });
  expect(read.output).toContain("match.yml is valid: America/New_York, USD, sources acme.");
  expect(read.output).toMatch(/ \d+ runbooks are valid\.\n$/);
  expect(document.status).toBe(0);
  expect(JSON.parse(document.output)).toEqual({ ok: true, problems: [], warnings: [] });
});

test.concurrent("a team's own runbooks are counted apart, with their folder", async () => {
  const { output } = await check("own");

  expect(output).toMatch(/ Runbooks: \d+ of ours and 2 of \.\/own are valid\.\n$/);
});

test.concurrent("a column that no dataset has is a warning: the export may bring it", async () => {
  const { status, said } = await check("own");

  expect(status).toBe(0);
  expect(said).toBe(
    'warning: own/misspelt.yml:6:59: step large, sql: no dataset has a column "amuont"; the export must bring it, or the step cannot be done. Did you mean amount?\n',
  );
});

test.concurrent("an endpoint whose outages nobody would hear of is a warning", async () => {
  const { status, said } = await check("unheard");

  expect(status).toBe(0);
  expect(said).toBe(
    "warning: outages of api are told nowhere: name a channel under watch, or one of the endpoint\n",
  );
});

test.concurrent("SQL that no export can mend is refused with its file and line", async () => {
  const { status, output, said } = await check("broken-sql");

  expect([status, output]).toEqual([2, ""]);
  expect(said).toMatch(
    /^broken-sql\/no-select\.yml:6:59: step large, sql: The SQL cannot be answered: .*Parser Error: syntax error at or near "SELEC"\n$/,
  );
});

test.concurrent("every problem of a wrong one is told at once", async () => {
  const [read, document] = await Promise.all([check("wrong"), check("wrong", "--json")]);

  expect(read).toMatchObject({ status: 2, output: "" });
  expect(read.said.trimEnd().split("\n")).toHaveLength(2);
  expect(document.status).toBe(2);
  expect(JSON.parse(document.output)).toEqual({
    ok: false,
    problems: read.said.trimEnd().split("\n"),
    warnings: [],
  });
});

test.concurrent("a mistake in the configuration hides none in the runbooks, nor one there another", async () => {
  const { status, output } = await check("everywhere", "--json");

  expect(status).toBe(2);
  expect((JSON.parse(output) as { problems: string[] }).problems).toEqual([
    expect.stringMatching(/^everywhere\.yml:\d+:\d+: roles\.lead\.may.*Did you mean approve\?$/),
    expect.stringMatching(/^everywhere\/no-kind\.yml:6:\d+: step large, kind: "chekc"/),
    expect.stringMatching(
      /^everywhere\.yml:\d+:\d+: roles\.lead\.runbooks: there is no runbook "large"/,
    ),
    expect.stringMatching(/^everywhere\/no-select\.yml:6:\d+: step large, sql: /),
  ]);
});

test.concurrent("what the files it names lack today is a warning", async () => {
  const [columns, empty] = await Promise.all([
    check("columns", "--json"),
    check("empty", "--json"),
  ]);

  expect(columns.status).toBe(0);
  expect(JSON.parse(columns.output)).toMatchObject({
    ok: true,
    warnings: [expect.stringMatching(/^acme, commissions: .*amount/)],
  });
  expect(JSON.parse(empty.output)).toMatchObject({
    warnings: [
      expect.stringContaining("acme, commissions: "),
      expect.stringContaining("acme, payouts: "),
    ],
  });
});
