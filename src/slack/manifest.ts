import { readFile } from "node:fs/promises";

import { z } from "zod";

import { readYaml } from "#yaml-file.ts";

/** What the app tells Slack about itself, as far as the program needs it. */
export interface Manifest {
  readonly scopes: readonly string[];
  readonly commands: readonly {
    /** With its slash. */
    readonly command: string;
    readonly description: string;
    readonly usage_hint: string;
  }[];
}

const command = z
  .object({
    command: z.string(),
    description: z.string().optional(),
    usage_hint: z.string().optional(),
    should_escape: z.literal(true).optional(),
  })
  .transform(({ command: word, description, usage_hint, should_escape }, context) => {
    if (description !== undefined && usage_hint !== undefined && should_escape) {
      return { command: word, description, usage_hint };
    }
    const given = Object.entries({ description, usage_hint, should_escape });
    const missing = given.filter(([, value]) => value === undefined).map(([key]) => key);
    const message = `${word} has no ${missing.join(", ")}; every command has command, description, usage_hint and should_escape: true`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

const shape = z.object({
  features: z.object({ slash_commands: z.array(command) }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
});

/** Reads the app's manifest: its slash commands and the bot's scopes; a ConfigError tells what a command lacks, with its line. */
export async function readManifest(file: string): Promise<Manifest> {
  const text = await readFile(file, "utf8");
  const { features, oauth_config } = readYaml<z.infer<typeof shape>>({ file, text }, shape);
  return { scopes: oauth_config.scopes.bot, commands: features.slash_commands };
}
