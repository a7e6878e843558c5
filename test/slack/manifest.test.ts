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

/** As Slack publishes them. */
const schemas = ["1.0.0", "2.0.0"].map((version) =>
  join(project, `test/slack/manifest-schemas/${version}.json`),
);

async function errorsOf(schema: string, manifest: unknown) {
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(
    JSON.parse(await readFile(schema, "utf8")) as object,
  );
  validate(manifest);
  return validate.errors ?? null;
}

test.each(schemas)("Slack's own schema %s accepts it", async (schema) => {
  expect(await errorsOf(schema, parse(await readFile(file, "utf8")))).toBeNull();
});

const address = "https://your.host/slack/events";

/** The manifest as the README says to change it for HTTP. */
async function manifestForHttp() {
  const readme = await readFile(join(project, "README.md"), "utf8");
  const [told = ""] = /^For HTTP, change the manifest first:.+?\n\n/ms.exec(readme) ?? [];
  const { features, settings, ...rest } = parse(await readFile(file, "utf8")) as {
    features: { slash_commands: object[] };
    settings: Record<string, object>;
  };
  const addressed = [...told.matchAll(/`settings\.(\w+)\.(\w+)`/g)];
  const changed = addressed.map(([, part = "", key = ""]) => ({ part, key }));
  return {
    told,
    manifest: {
      ...rest,
      features: {
        ...features,
        slash_commands: features.slash_commands.map((each) => ({ ...each, url: address })),
      },
      settings: {
        ...settings,
        socket_mode_enabled: false,
        ...Object.fromEntries(
          changed.map(({ part }) => {
            const keys = changed.filter((other) => other.part === part).map(({ key }) => key);
            const urls = Object.fromEntries(keys.map((key) => [key, address]));
            return [part, { ...settings[part], ...urls }];
          }),
        ),
      },
    },
  };
}

test.each(schemas)(
  "for HTTP it is changed as %s has it, and everything arrives",
  async (schema) => {
    const { told, manifest } = await manifestForHttp();

    expect(told).toContain("`settings.socket_mode_enabled: false`");
    expect(told).toContain("`url` of each of `features.slash_commands`");
    expect(await errorsOf(schema, manifest)).toBeNull();
    expect(manifest.settings).toMatchObject({
      event_subscriptions: { request_url: address },
      interactivity: { request_url: address, message_menu_options_url: address },
    });
  },
);
