import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { App } from "@slack/bolt";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";

import type { Command } from "#command.ts";
import { ConfigError } from "#errors.ts";
import { loadShelf } from "#shelf.ts";
import type { Attendant } from "#slack/attend.ts";
import type { Desk } from "#slack/desk.ts";
import { listen } from "#slack/listen.ts";
import { readManifest } from "#slack/manifest.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const file = join(project, "manifest.yml");

test("the manifest lists exactly the commands on their shelf, in their own words", async () => {
  const commands = await loadShelf<Command>(join(project, "commands"));

  const { commands: listed } = await readManifest(file);
  const byWord = [...listed].sort((a, b) => a.command.localeCompare(b.command));

  expect(byWord).toEqual(
    [...commands]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([id, { description, usage }]) =>
        expect.objectContaining({ command: `/${id}`, description, usage_hint: usage }),
      ),
  );
});

test("every command arrives with people and channels as ids", async () => {
  const manifest = parse(await readFile(file, "utf8")) as {
    features: { slash_commands: { should_escape?: boolean }[] };
  };

  expect(manifest.features.slash_commands.every(({ should_escape }) => should_escape)).toBe(true);
});

test.each(["description", "usage_hint", "should_escape"])(
  "a command without its %s is refused by name, with its line",
  async (key) => {
    const folder = await mkdtemp(join(tmpdir(), "countercheck-manifest-"));
    const broken = join(folder, "manifest.yml");
    const text = (await readFile(file, "utf8")).replace(new RegExp(`^ {6}${key}: .*\n`, "m"), "");
    await writeFile(broken, text);
    const line = text.split("\n").findIndex((each) => each.includes("command: /runbook")) + 1;

    const refused: unknown = await readManifest(broken).catch((error: unknown) => error);
    await rm(folder, { recursive: true });

    expect(refused).toBeInstanceOf(ConfigError);
    expect((refused as ConfigError).problems).toEqual([
      `${broken}:${line}:7: features.slash_commands.0: /runbook has no ${key}; every command has command, description, usage_hint and should_escape: true.`,
    ]);
  },
);

test("what happens in Slack is subscribed to where something listens for it, and nowhere else", async () => {
  const heard: string[] = [];
  const app = new Proxy({} as App, {
    get: (_, method) => (name: string) => void (method === "event" && heard.push(name)),
  });
  listen(app, { workspace: { botUserId: "U0BOT" } } as Desk, {} as Attendant);

  const { settings } = parse(await readFile(file, "utf8")) as {
    settings: { event_subscriptions: { bot_events: string[] } };
  };
  const subscribed = settings.event_subscriptions.bot_events.map((event) =>
    event.replace(/^message\..*/, "message"),
  );
  expect([...new Set(subscribed)].sort()).toEqual(heard.sort());
});

test("the bot asks for no scope twice", async () => {
  const { scopes } = await readManifest(file);

  expect(new Set(scopes).size).toBe(scopes.length);
});

const schemas = ["1.0.0", "2.0.0"].map((version) =>
  join(project, `../shared/data/slack-manifest.schema.${version}.json`),
);

test.skipIf(!schemas.every((schema) => existsSync(schema))).each(schemas)(
  "Slack's own schema %s accepts it",
  async (schema) => {
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
      JSON.parse(await readFile(schema, "utf8")) as object,
    );
    const manifest: unknown = parse(await readFile(file, "utf8"));

    validate(manifest);

    expect(validate.errors).toBeNull();
  },
);
