import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";
import { z } from "zod";

import { configSchema, loadChecks, loadConfig, loadEnvironment, loadProbes } from "#config.ts";
import { ConfigError } from "#errors.ts";
import { loadShelf } from "#shelf.ts";
import type { SourceKind } from "#source.ts";

async function written(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), "countercheck-config-")), "countercheck.yml");
  await writeFile(file, text);
  return file;
}

async function problemsOf(text: string): Promise<readonly string[]> {
  const file = await written(text);
  const refused: unknown = await loadConfig(file).catch((error: unknown) => error);
  if (!(refused instanceof ConfigError)) throw new Error("the configuration was accepted");
  return refused.problems.map((problem) => problem.replace(file, "countercheck.yml"));
}

const minimal = `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC
    datasets:
      commissions: { files: 'commissions*.csv' }
      payouts:     { files: 'payouts*.csv', columns: { payout_id: id }, statuses: { done: completed }, amounts: minor }
rates: { files: 'rates.csv' }        # date,from,to,rate
`;

test("the smallest configuration is read", async () => {
  const config = await loadConfig(await written(minimal));

  expect(config).toMatchObject({
    timezone: "America/New_York",
    currency: "USD",
    rates: "rates.csv",
  });
  expect([...config.sources.keys()]).toEqual(["acme"]);
  expect(config.sources.get("acme")?.kind.title).toBe("A folder of exports");
});

test("a wrong zone, currency, dataset, status and key are all told at once with their places", async () => {
  const text = minimal
    .replace("America/New_York", "New York")
    .replace("currency: USD", "currency: usd")
    .replace("done: completed", "done: finished")
    .replace("commissions:", "comissions:")
    .replace("rates:", "rate:");

  const problems = await problemsOf(text);

  expect(problems.map((problem) => problem.split(": ")[0])).toEqual([
    "countercheck.yml:1:1",
    "countercheck.yml:2:1",
    "countercheck.yml:9:7",
    "countercheck.yml:10:85",
    "countercheck.yml:11:1",
  ]);
  expect(problems.join("\n")).toContain('"New York" is not a timezone of the tz database');
  expect(problems.join("\n")).toContain('"usd" is not a currency of ISO 4217');
  expect(problems.join("\n")).toContain('"finished" is not a status of payouts');
  expect(problems.join("\n")).toContain('unknown key "rate". Did you mean rates?');
});

test("a zone has the spelling of the tz database, and an offset is none", async () => {
  const config = await loadConfig(
    await written(minimal.replace("America/New_York", "us/eastern").replace("UTC", "utc")),
  );

  expect(config.timezone).toBe("US/Eastern");
  expect(config.sources.get("acme")?.settings).toMatchObject({ timezone: "UTC" });
  expect((await problemsOf(minimal.replace("America/New_York", "'+14:00'"))).join("\n")).toContain(
    '"+14:00" is not a timezone',
  );
});

test("an unknown kind of source names the kinds there are", async () => {
  expect((await problemsOf(minimal.replace("kind: files", "kind: fils")))[0]).toContain("files");
});

test("a missing file says how to name one", async () => {
  await expect(loadConfig("/nowhere/countercheck.yml")).rejects.toThrow(
    "name it with --config FILE",
  );
});

test("the tokens decide how Slack is reached, and half of them is refused", () => {
  expect(loadEnvironment({}).slack).toEqual({ mode: "box" });
  expect(loadEnvironment({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" }).slack.mode).toBe(
    "socket",
  );
  expect(loadEnvironment({ SLACK_BOT_TOKEN: "xoxb-1", SLACK_SIGNING_SECRET: "s" }).slack.mode).toBe(
    "http",
  );
  expect(() => loadEnvironment({ SLACK_APP_TOKEN: "xapp-1" })).toThrow(
    "SLACK_BOT_TOKEN is not set",
  );
  expect(() => loadEnvironment({ SLACK_BOT_TOKEN: "xoxb-1" })).toThrow("is not enough");
  expect(() => loadEnvironment({ COUNTERCHECK_PORT: "http" })).toThrow("write a port number");
  expect(() => loadEnvironment({ COUNTERCHECK_HOST: "box.example.com" })).toThrow(
    "write 127.0.0.1 for this machine alone, or 0.0.0.0",
  );
});

test("editors get the schema that the program itself uses", async () => {
  const kinds = await loadShelf<SourceKind>(new URL("../src/sources", import.meta.url).pathname);
  const schema = z.toJSONSchema(configSchema(kinds, await loadChecks(), await loadProbes()), {
    io: "input",
  });

  await expect(
    `${JSON.stringify(schema, null, 2)}\n`,
    "The configuration has changed, so docs/countercheck.schema.json is to be written anew; commit it too: npx vitest run test/config.test.ts -u",
  ).toMatchFileSnapshot("../docs/countercheck.schema.json");
});

test("a role is named like a source, and one that would disappear is refused", async () => {
  const problems = await problemsOf(
    `${minimal}roles:\n  finance-2: {}\n  "": {}\n  Ops team: {}\n  __proto__: { may: [approve] }\n`,
  );

  expect(problems).toEqual([
    expect.stringMatching(/^countercheck\.yml:14:3: .*a role is named in lower case letters/),
    expect.stringMatching(/^countercheck\.yml:15:3: .*a role is named in lower case letters/),
    "countercheck.yml:16:3: nothing can be called __proto__.",
  ]);
});

test("cadences and checks are read, with what each program sets", async () => {
  const config = await loadConfig(
    await written(`${minimal}cadences:
  daily: { channel: C0123ABCD, cron: '0 7 * * 1-5' }
  payday: { cron: '0 18 L * *', window: month, checks: [unusual-conversion-count] }
checks:
  unusual-conversion-count:
    onceIn: 500
    owner: U0123ABCD
    programs: { prg_2: { least: 6 } }
  fewer-vips: { sql: vips.sql, title: VIPs, cadence: daily, needs: [customers], runbook: revenue-mismatch, fail_above: 3 }
`),
  );

  expect(config.cadences.get("daily")).toMatchObject({ cron: "0 7 * * 1-5", window: "day" });
  expect(config.cadences.get("weekly")).toMatchObject({ cron: "30 8 * * 1", channel: null });
  expect(config.cadences.get("payday")).toMatchObject({ window: "month" });
  const check = config.checks.get("unusual-conversion-count");
  expect(check).toMatchObject({ owner: "U0123ABCD", settings: { onceIn: 500, least: 14 } });
  expect(check?.programs.get("prg_2")).toMatchObject({ onceIn: 500, least: 6 });
  expect(config.ownChecks.get("fewer-vips")).toMatchObject({ fail_above: 3, unit: "records" });
});

test("what cannot be a cadence or a check is refused with its line", async () => {
  const problems = await problemsOf(`${minimal}cadences:
  daily: { cron: '0 25 * * *' }
  payday: { window: month }
checks:
  unusual-conversion-count: { programs: { prg_2: { least: 1 } } }
`);

  expect(problems).toEqual([
    expect.stringMatching(/^countercheck\.yml:13:12: .*"0 25 \* \* \*" is no time of a cadence/),
    expect.stringMatching(/:14:3: .*cadence payday is one of your own: say its cron/),
    expect.stringMatching(/:14:3: .*say its checks/),
    expect.stringMatching(/:16:52: .*least/),
  ]);
});

test("a program may not take an own check's last limit away", async () => {
  const problems = await problemsOf(
    `${minimal}checks:\n  vips: { sql: v.sql, title: V, cadence: daily, needs: [customers], runbook: r, fail_above: 3, programs: { prg_1: { fail_above: null } } }\n`,
  );

  expect(problems).toEqual([
    expect.stringMatching(/:13:\d+: .*prg_1: say from which number on it is bad/),
  ]);
});

test("a check that is on no shelf and has no SQL is refused with the nearest that is", async () => {
  const problems = await problemsOf(
    `${minimal}checks:\n  unusual-conversion-cuont: { onceIn: 500 }\n`,
  );

  expect(problems).toEqual([
    expect.stringMatching(/:13:3: .*Did you mean unusual-conversion-count/),
  ]);
});
