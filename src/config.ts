import { access, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

import type { Check } from "#check.ts";
import { checksSchema } from "#check-settings.ts";
import type { CheckSettings, OwnCheck } from "#check-settings.ts";
import { ConfigError } from "#errors.ts";
import { booksSettings } from "#model/books.ts";
import type { BooksSettings } from "#model/books.ts";
import { cadenceSettings, cadencesOf } from "#model/cadence.ts";
import type { Cadence } from "#model/cadence.ts";
import { isCurrency } from "#model/money.ts";
import { nameOf } from "#model/named.ts";
import { evidenceSettings } from "#model/redaction-policy.ts";
import type { EvidenceSettings } from "#model/redaction-policy.ts";
import { roleSettings } from "#model/roles.ts";
import type { Role, Roles } from "#model/roles.ts";
import { timezone } from "#model/timezone.ts";
import type { ProbeKind } from "#probe.ts";
import { loadShelf, loadShelves } from "#shelf.ts";
import type { SourceKind } from "#source.ts";
import { literalSecrets, watchFlaws } from "#watch-flaws.ts";
import { watchingOf, watchShape } from "#watch-settings.ts";
import type { WatchFile, Watching } from "#watch-settings.ts";
import { readYaml } from "#yaml-file.ts";

/** A configured source: its kind from the shelf and that kind's own settings. */
export interface ConfiguredSource {
  readonly id: string;
  readonly kind: SourceKind;
  readonly settings: unknown;
}

/** How the program reaches Slack; `box` is the local workspace. */
export type SlackSettings =
  | { readonly mode: "box" }
  | { readonly mode: "socket"; readonly botToken: string; readonly appToken: string }
  | { readonly mode: "http"; readonly botToken: string; readonly signingSecret: string };

/** Everything that decides how this program behaves, read once and frozen. */
export interface Config {
  /** The YAML file and its folder, absolute; paths inside it are relative to that folder. */
  readonly file: string;
  readonly folder: string;
  readonly timezone: string;
  readonly currency: string;
  readonly sources: ReadonlyMap<string, ConfiguredSource>;
  /** Glob of the rates file(s), null when every amount is in one currency. */
  readonly rates: string | null;
  /** The folder of the team's own runbooks, absolute; null when it has none. */
  readonly runbooks: string | null;
  readonly roles: Roles;
  readonly evidence: EvidenceSettings;
  readonly cadences: ReadonlyMap<string, Cadence>;
  /** What is set for checks on the shelf; one that is not in it has its defaults. */
  readonly checks: ReadonlyMap<string, CheckSettings>;
  /** The team's own checks, by id. */
  readonly ownChecks: ReadonlyMap<string, OwnCheck>;
  /** Where closed months are kept, the repository absolute; null where none is closed. */
  readonly close: BooksSettings | null;
  readonly watch: Watching;
}

/** What the environment says, apart from secrets named inside the YAML file. */
export interface Environment {
  readonly slack: SlackSettings;
  readonly databaseUrl: string | null;
  readonly port: number;
  /** Where the workspace in the box is reached. */
  readonly host: string;
  readonly logLevel: string;
}

const sourcesFolder = fileURLToPath(new URL("sources", import.meta.url));
const checksFolder = fileURLToPath(new URL("checks", import.meta.url));
const probesFolder = fileURLToPath(new URL("probes", import.meta.url));
const currency = z.string().refine(isCurrency, {
  error: (issue) => `"${String(issue.input)}" is not a currency of ISO 4217; write it like USD`,
});

interface ConfigFile extends WatchFile {
  readonly timezone: string;
  readonly currency: string;
  readonly sources: Readonly<Record<string, { readonly kind: string }>>;
  readonly rates: { readonly files: string } | null;
  readonly runbooks: string | null;
  readonly roles: Readonly<Record<string, Role>>;
  readonly evidence: EvidenceSettings;
  readonly cadences: z.infer<typeof cadenceSettings>;
  readonly checks: z.infer<ReturnType<typeof checksSchema>>;
  readonly close: BooksSettings | null;
}

/** The schema of `countercheck.yml` for the source kinds, checks and probes on the shelves. */
export function configSchema(
  kinds: ReadonlyMap<string, SourceKind>,
  checks: ReadonlyMap<string, Check>,
  probes: ReadonlyMap<string, ProbeKind>,
): z.ZodType<ConfigFile> {
  const [first, ...rest] = [...kinds].map(([kind, { settings }]) =>
    (settings as z.ZodObject).extend({ kind: z.literal<string>(kind) }),
  );
  if (!first) throw new Error("the sources shelf is empty");
  const source = z.discriminatedUnion("kind", [first, ...rest]) as unknown as z.ZodType<{
    kind: string;
  }>;
  const file = z.strictObject({
    timezone,
    currency,
    sources: z
      .record(nameOf("a source"), source)
      .refine((sources) => Object.keys(sources).length > 0, "name at least one source"),
    rates: z
      .strictObject({ files: z.string().min(1) })
      .nullable()
      .default(null),
    runbooks: z.string().min(1).nullable().default(null),
    roles: z.record(nameOf("a role"), roleSettings).default({}),
    evidence: evidenceSettings,
    cadences: cadenceSettings,
    checks: checksSchema(checks),
    close: booksSettings,
    ...watchShape(probes),
  });
  return file.superRefine(watchFlaws(probes));
}

/** Every kind of probe on the shelf by its id. */
export function loadProbes(): Promise<ReadonlyMap<string, ProbeKind>> {
  return loadShelf<ProbeKind>(probesFolder);
}

/** Every check on the shelf by its id, whichever cadence's folder it lies in. */
export function loadChecks(): Promise<ReadonlyMap<string, Check>> {
  return loadShelves<Check>(checksFolder);
}

/** Reads and checks the configuration file; a ConfigError lists every problem with its line and column. */
export async function loadConfig(file: string): Promise<Config> {
  const path = resolve(file);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new ConfigError(
      `No configuration at ${file}; write one (see README), or name it with --config FILE.`,
      { cause: error },
    );
  });
  const kinds = await loadShelf<SourceKind>(sourcesFolder);
  const probes = await loadProbes();
  const schema = configSchema(kinds, await loadChecks(), probes);
  const written = { file, text, environment: process.env };
  const parsed = readYaml(written, schema, () => literalSecrets(text));
  const sources = Object.entries(parsed.sources).map(([id, { kind, ...settings }]) => {
    const found = kinds.get(kind);
    if (!found) throw new Error(`kind ${kind} passed the schema and is not on the shelf`);
    return [id, Object.freeze({ id, kind: found, settings })] as const;
  });
  return Object.freeze({
    file: path,
    folder: dirname(path),
    timezone: parsed.timezone,
    currency: parsed.currency,
    sources: new Map(sources),
    rates: parsed.rates?.files ?? null,
    runbooks: parsed.runbooks === null ? null : resolve(dirname(path), parsed.runbooks),
    roles: new Map(Object.entries(parsed.roles)),
    evidence: parsed.evidence,
    cadences: cadencesOf(parsed.cadences, parsed.timezone),
    checks: parsed.checks.checks,
    ownChecks: parsed.checks.own,
    close: parsed.close && {
      ...parsed.close,
      repository: resolve(dirname(path), parsed.close.repository),
    },
    watch: watchingOf(
      parsed,
      probes,
      { folder: dirname(path), timezone: parsed.timezone, text },
      process.env,
    ),
  });
}

/** Where the configuration lies unless an option says otherwise. */
const defaultConfigFile = "countercheck.yml";

/** The configuration at the place it has unless told otherwise; null when nobody has written one. */
export async function loadConfigIfThere(file: string): Promise<Config | null> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  return isThere || file !== defaultConfigFile ? loadConfig(file) : null;
}

/** Reads the environment: Slack's tokens choose the way in, none of them the workspace in the box. */
export function loadEnvironment(environment: NodeJS.ProcessEnv = process.env): Environment {
  const port = Number(environment["COUNTERCHECK_PORT"] ?? 4300);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError(
      `COUNTERCHECK_PORT is "${environment["COUNTERCHECK_PORT"]}"; write a port number from 0 to 65535.`,
    );
  }
  return {
    slack: slackSettings(environment),
    databaseUrl: environment["DATABASE_URL"] || null,
    port,
    host: boxHost(environment["COUNTERCHECK_HOST"] || "127.0.0.1"),
    logLevel: logLevel(environment["LOG_LEVEL"] ?? "info"),
  };
}

function boxHost(host: string): string {
  if (["127.0.0.1", "0.0.0.0", "::"].includes(host)) return host;
  throw new ConfigError(
    `COUNTERCHECK_HOST is "${host}"; write 127.0.0.1 for this machine alone, or 0.0.0.0 in a container whose port is published.`,
  );
}

function logLevel(level: string): string {
  if (["trace", "debug", "info", "warn", "error", "fatal", "silent"].includes(level)) return level;
  throw new ConfigError(`LOG_LEVEL is "${level}"; write debug, info, warn or error.`);
}

function slackSettings(environment: NodeJS.ProcessEnv): SlackSettings {
  const botToken = environment["SLACK_BOT_TOKEN"];
  const appToken = environment["SLACK_APP_TOKEN"];
  const signingSecret = environment["SLACK_SIGNING_SECRET"];
  if (!botToken && !appToken && !signingSecret) return { mode: "box" };
  if (!botToken) {
    throw new ConfigError(
      "SLACK_BOT_TOKEN is not set, though another Slack secret is; copy it from your app's OAuth page (xoxb-…).",
    );
  }
  if (appToken) return { mode: "socket", botToken, appToken };
  if (signingSecret) return { mode: "http", botToken, signingSecret };
  throw new ConfigError(
    "SLACK_BOT_TOKEN alone is not enough; set SLACK_APP_TOKEN for Socket Mode (xapp-…) or SLACK_SIGNING_SECRET for HTTP.",
  );
}

/** The folder the program was installed into. */
export const programFolder = join(fileURLToPath(new URL(".", import.meta.url)), "..");
