import { readFile } from "node:fs/promises";

import { parse } from "yaml";
import { z } from "zod";

import { ConfigError } from "#errors.ts";

import type { BoxShortcut } from "./contract.ts";

/** What an app is told and offers beside its commands, as its manifest says. */
export interface AppManifest {
  readonly events: readonly string[];
  /** Its actions on messages. */
  readonly shortcuts: readonly BoxShortcut[];
}

const shortcut = z.object({
  type: z.enum(["message", "global"]),
  name: z.string().max(24),
  callback_id: z.string().max(255),
  description: z.string().max(150),
});

const shape = z.object({
  features: z.object({ shortcuts: z.array(shortcut).default([]) }),
  settings: z.object({
    event_subscriptions: z
      .object({ bot_events: z.array(z.string()).default([]) })
      .default({ bot_events: [] }),
  }),
});

/** Reads from an app's manifest the events it subscribed to and its actions on messages. */
export async function readAppManifest(file: string): Promise<AppManifest> {
  const read = shape.safeParse(parse(await readFile(file, "utf8")));
  if (!read.success) throw new ConfigError(`${file}: ${z.prettifyError(read.error)}`);
  const { features, settings } = read.data;
  return {
    events: settings.event_subscriptions.bot_events,
    shortcuts: features.shortcuts
      .filter(({ type }) => type === "message")
      .map(({ name, callback_id, description }) => ({ name, callback_id, description })),
  };
}
