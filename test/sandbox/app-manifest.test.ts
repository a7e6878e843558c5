import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ConfigError } from "#errors.ts";
import { readAppManifest } from "#sandbox/app-manifest.ts";
import { readManifest } from "#slack/manifest.ts";
import { temporaryFolder } from "./open-sandbox.ts";

const own = fileURLToPath(new URL("../../manifest.yml", import.meta.url));

test("the bot's own manifest offers a runbook on messages and hears what people do", async () => {
  const { events, shortcuts } = await readAppManifest(own);

  expect(shortcuts).toEqual([
    {
      name: "Run runbook here",
      callback_id: "run_runbook_here",
      description: expect.any(String),
    },
  ]);
  expect(events).toEqual([
    "app_home_opened",
    "app_mention",
    "message.channels",
    "message.groups",
    "pin_added",
    "reaction_added",
  ]);
});

/** What Slack asks for before it delivers an event. */
const needed = {
  app_mention: "app_mentions:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  pin_added: "pins:read",
  reaction_added: "reactions:read",
};

test.each(Object.entries(needed))("for %s the bot has %s", async (event, scope) => {
  const [{ events }, { scopes }] = [await readAppManifest(own), await readManifest(own)];

  expect(events).toContain(event);
  expect(scopes).toContain(scope);
});

test("global actions are not offered on messages, and an app may have none of all this", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "manifest.yml");
  const shortcut = (type: string) =>
    `{ type: ${type}, name: A, callback_id: ${type}, description: B }`;
  await writeFile(
    file,
    `features: { shortcuts: [${shortcut("global")}, ${shortcut("message")}] }\nsettings: {}\n`,
  );
  const { events, shortcuts } = await readAppManifest(file);
  await writeFile(file, "features: {}\nsettings: {}\n");

  expect(events).toEqual([]);
  expect(shortcuts.map(({ callback_id }) => callback_id)).toEqual(["message"]);
  expect(await readAppManifest(file)).toEqual({ events: [], shortcuts: [] });
});

test("a manifest with half an action is refused by name", async () => {
  const file = join(await temporaryFolder(), "manifest.yml");
  await writeFile(file, "features: { shortcuts: [{ type: message, name: A }] }\nsettings: {}\n");

  const refused: unknown = await readAppManifest(file).catch((error: unknown) => error);

  expect(refused).toBeInstanceOf(ConfigError);
  expect(String(refused)).toContain("features.shortcuts[0].callback_id");
});
