import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, expect, test } from "vitest";

import { arrows } from "../oxlint.arrows.ts";

const project = fileURLToPath(new URL("..", import.meta.url));

/** File, what stands in it, and a part of the sentence its author must read. */
const violations: readonly (readonly [file: string, code: string, sentence: string])[] = [
  ["src/runs/parent.ts", `import "../charts/png.ts";`, "Write the import as #room/file.ts"],
  ["src/main.ts", `import "#sources/files.ts";`, "Shelves are found by loadShelf"],
  ["src/cli.ts", `import "#steps/collect.ts";`, "Shelves are found by loadShelf"],
  ["src/shelf.ts", `import "#store/open.ts";`, "stands below every room"],
  ["src/config.ts", `import "#slack/app.ts";`, "config.ts stands below the rooms"],
  ["src/check.ts", `import "#runs/engine.ts";`, "A contract imports contracts"],
  ["src/step.ts", `import type { Pool } from "pg"; export type P = Pool;`, "A contract imports"],
  ["src/model/up.ts", `import type { R } from "#runbook.ts"; export type T = R;`, "pure values"],
  ["src/model/disk.ts", `import "node:fs/promises";`, "pure values"],
  ["src/model/clock.ts", `export const at = Date.now();`, "model/ touches neither clock"],
  ["src/model/zone.ts", `DateTime.now();`, "model/ touches neither clock"],
  ["src/reconcile/disk.ts", `import "node:fs";`, "does no I/O"],
  ["src/reconcile/up.ts", `import "#exports/ingest.ts";`, "does no I/O"],
  [
    "src/reconcile/open.ts",
    `import { DuckDBInstance } from "@duckdb/node-api"; void DuckDBInstance;`,
    "opens no database",
  ],
  ["src/reconcile/net.ts", `void fetch("https://example.com");`, "reconcile/ touches neither"],
  ["src/charts/up.ts", `import "#runs/engine.ts";`, "charts/ draws values"],
  ["src/store/up.ts", `import "#runs/engine.ts";`, "store/ keeps rows"],
  ["src/exports/up.ts", `import "#runs/engine.ts";`, "exports/ stands below"],
  ["src/exports/shelf.ts", `import "#sources/files.ts";`, "exports/ stands below"],
  ["src/exports/slack.ts", `import "@slack/web-api";`, "exports/ knows no Slack"],
  [
    "src/exports/config.ts",
    `import { loadConfig } from "#config.ts"; void loadConfig;`,
    "Only main",
  ],
  ["src/runs/up.ts", `import "#slack/app.ts";`, "runs/ knows neither Slack"],
  ["src/cadence/shelf.ts", `import "#checks/overdue.ts";`, "cadence/ knows neither Slack"],
  ["src/watch/slack.ts", `import type { App } from "@slack/bolt"; export type A = App;`, "watch/"],
  ["src/evidence/far.ts", `import "#sandbox/sandbox.ts";`, "evidence/ knows neither Slack"],
  ["src/slack/platform.ts", `import "#sources/files.ts";`, "slack/ knows no platform"],
  ["src/slack/vendor.ts", `import "stripe";`, "slack/ knows no platform"],
  ["src/slack/far.ts", `import "#sandbox/sandbox.ts";`, "slack/ knows no platform"],
  ["src/sandbox/bot.ts", `import "#slack/app.ts";`, "sandbox/ is the far side"],
  ["src/sandbox/page/node.ts", `import "node:path";`, "The page runs in a browser"],
  ["src/sandbox/page/ours.ts", `import "#model/money.ts";`, "The page runs in a browser"],
  ["src/checks/other.ts", `import "./refunds.ts";`, "A check imports its contract #check.ts"],
  ["src/checks/disk.ts", `import "node:fs/promises";`, "never another shelf file, Node"],
  ["src/checks/clock.ts", `setTimeout(() => undefined, 1);`, "A check touches neither clock"],
  ["src/steps/up.ts", `import "#exports/ingest.ts";`, "A step imports its contract #step.ts"],
  ["src/steps/env.ts", `export const home = process.cwd();`, "A step touches neither clock"],
  ["src/probes/net.ts", `import "undici";`, "A probe imports its contract #probe.ts"],
  ["src/sources/other.ts", `import "./files.ts";`, "A source imports its contract #source.ts"],
  ["src/sources/acme/other.ts", `import "../files.ts";`, "A source imports its contract"],
  ["src/sources/net.ts", `void fetch("https://example.com");`, "A source touches neither"],
  ["src/sources/slack.ts", `import "@slack/web-api";`, "A source knows no Slack"],
  ["commands/engine.ts", `import "#runs/engine.ts";`, "A command imports its contract #command.ts"],
  ["commands/other.ts", `import "./runbook.ts";`, "never another shelf file"],
  ["src/runs/env.ts", `export const home = process.env["HOME"];`, "process.env"],
  ["src/runs/left.ts", `import { b } from "#runs/right.ts"; export const a = () => b;`, "cycle"],
  ["src/runs/right.ts", `import { a } from "#runs/left.ts"; export const b = () => a;`, "cycle"],
  ["src/runs/default.ts", `export default 1;`, "named exports"],
  ["src/runs/camelCase.ts", `export const a = 1;`, "kebab-case"],
  ["src/runs/floating.ts", `export function f() { Promise.resolve(1); }`, "Promise"],
  [
    "src/runs/cause.ts",
    `export function f() { try { return 1; } catch (error) { throw new Error("lost"); } }`,
    "cause",
  ],
  [
    "src/runs/switch.ts",
    `export function f(x: "a" | "b") { switch (x) { case "a": return 1; } return 2; }`,
    `"b"`,
  ],
  ["src/runs/long.ts", `export {};${"\n//".repeat(250)}`, "too many lines"],
  ["test/sleep.test.ts", `setTimeout(() => undefined, 1);`, "A test never sleeps"],
  ["test/sleeps.test.ts", `import "node:timers/promises";`, "A test never sleeps"],
  [
    "test/mock.test.ts",
    `import { vi } from "vitest"; vi.mock("#model/money.ts");`,
    "No module mocks",
  ],
];

/** Lines that look alike and are right. */
const rightful: readonly (readonly [file: string, code: string])[] = [
  ["src/model/right.ts", `import "#errors.ts"; import "luxon"; import "#model/money.ts";`],
  [
    "src/reconcile/right.ts",
    `import type { DuckDBConnection } from "@duckdb/node-api"; export type C = DuckDBConnection;`,
  ],
  ["src/checks/right.ts", `import { defineCheck } from "#check.ts"; export default defineCheck;`],
  ["src/sources/acme/index.ts", `import "./pages.ts"; import "#source.ts"; import "stripe";`],
  ["src/slack/right.ts", `import "#runs/engine.ts"; import "@slack/bolt"; import "node:fs";`],
  ["src/runs/right-type.ts", `import type { Config } from "#config.ts"; export type C = Config;`],
];

let folder = "";
const said = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "arrows-"));
  for (const name of ["oxlint.config.ts", "oxlint.arrows.ts", "tsconfig.json", "package.json"]) {
    await cp(join(project, name), join(folder, name));
  }
  await symlink(join(project, "node_modules"), join(folder, "node_modules"));
  for (const [file, code] of [...violations, ...rightful]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${code}\n`);
  }
  for (const { filename, message, help } of await lint()) {
    said.set(filename, `${said.get(filename) ?? ""}${message} ${help ?? ""}\n`);
  }
});

afterAll(() => rm(folder, { recursive: true }));

interface Diagnostic {
  readonly filename: string;
  readonly message: string;
  readonly help?: string;
}

function lint(): Promise<Diagnostic[]> {
  const oxlint = join(project, "node_modules/oxlint/bin/oxlint");
  const options = ["--type-aware", "--format", "json", "--ignore-pattern", "node_modules"];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [oxlint, ...options], { cwd: folder }, (error, output) => {
      if (output === "") reject(error ?? new Error("oxlint said nothing"));
      else resolve((JSON.parse(output) as { diagnostics: Diagnostic[] }).diagnostics);
    });
  });
}

test.each(violations.map(([file, , sentence]) => [file, sentence]))(
  "%s reads: %s",
  (file, sentence) => {
    expect(said.get(file) ?? "").toContain(sentence);
  },
);

test.each(rightful.map(([file]) => file))("%s is right", (file) => {
  expect(said.get(file) ?? "").not.toMatch(/import|clock/);
});

test("every room in src has its arrows", async () => {
  const entries = await readdir(join(project, "src"), { withFileTypes: true });
  const covered = arrows.flatMap(({ files }) => files).map((glob) => glob.split("/")[1]);

  const missing = entries
    .filter((entry) => entry.isDirectory() && entry.name !== "runbooks")
    .filter(({ name }) => !covered.includes(name));

  expect(missing.map(({ name }) => `write the arrows of src/${name} in oxlint.arrows.ts`)).toEqual(
    [],
  );
});
