import { resolve } from "node:path";

import { z } from "zod";

import { address } from "#model/address.ts";
import type { Address } from "#model/address.ts";
import { credentialSettings } from "#model/credential.ts";
import type { Credential } from "#model/credential.ts";
import { datasetNames } from "#model/datasets.ts";
import { duration } from "#model/duration.ts";
import type { Endpoint } from "#model/endpoint.ts";
import {
  historyShape,
  objective,
  usualHistory,
  usualListen,
  usualObjective,
} from "#model/history.ts";
import type { Keep, Listen } from "#model/history.ts";
import { maintenanceRule } from "#model/maintenance-rule.ts";
import { nameOf } from "#model/named.ts";
import { presets } from "#model/presets/presets.ts";
import type { PresetName } from "#model/presets/presets.ts";
import type { Quota } from "#model/quota.ts";
import { timezone } from "#model/timezone.ts";
import type { ProbeKind } from "#probe.ts";

type Kinds = ReadonlyMap<string, ProbeKind>;

/** What is looked at, and by whose leave. */
export interface Watching {
  readonly kinds: Kinds;
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly credentials: ReadonlyMap<string, Credential>;
  /** Quotas by the credential they belong to: its own, else the smallest that a platform publishes. */
  readonly quotas: ReadonlyMap<string, Quota>;
  /** Networks of our own that may be looked at. */
  readonly allowPrivate: readonly string[];
  /** A file of certificates that are trusted beside the usual ones, absolute; null for none. */
  readonly trusted: string | null;
  /** Slack channel id of the incidents of endpoints that name none; null where nobody reads of them. */
  readonly channel: string | null;
  /** What is connected to before an outage is believed: when none of it answers, it is our own connection. */
  readonly ownConnectivity: readonly Address[];
  /** How long history is kept. */
  readonly keep?: Keep;
  /** Where metrics are read and heartbeats are taken; null for nowhere. */
  readonly listen?: Listen | null;
  /** What the keys of heartbeats are derived from; null for one of the data folder. */
  readonly beatKey?: string | null;
  /** Values of the environment that are secret by their name: none of them is ever shown. */
  readonly secrets: readonly string[];
}

const slackId = (form: RegExp, like: string) =>
  z.string().regex(form, `name it by its Slack id, like ${like}`).nullable().default(null);

const cidr = z.union([z.cidrv4(), z.cidrv6()]);
const network = z
  .string()
  .refine((text) => cidr.safeParse(text).success, "write a network like 10.0.0.0/8 or fd00::/8");

const channel = slackId(/^[CG][A-Z0-9]{2,}$/, "C0123ABCD");

const reachable = address("write an address with its port, like 1.1.1.1:443").refine(
  ({ port }) => port > 0,
  "a port is between 1 and 65535",
);

/** Nothing is looked at less often, and no maintenance lasts longer: each beginning within it is counted. */
const longest = 31 * 86_400_000;

const every = {
  interval: duration
    .refine((length) => length >= 1000, "look no more often than once a second")
    .refine((length) => length <= longest, "look once in 31d or more often")
    .default(60_000),
  timeout: duration
    .refine((length) => length >= 100 && length <= 120_000, "give it 100ms to 2m")
    .default(10_000),
  source: z.string().nullable().default(null),
  program: z.string().nullable().default(null),
  dataset: z.enum(datasetNames).nullable().default(null),
  provider: z.string().nullable().default(null),
  depends_on: z.array(z.string()).default([]),
  objective: objective.default(usualObjective),
  retried: z.number().min(0).max(1).default(0),
  channel,
  owner: slackId(/^[UW][A-Z0-9]{2,}$/, "U0123ABCD"),
  maintenance: z
    .array(
      z.strictObject({
        rule: maintenanceRule,
        timezone: timezone.optional(),
        duration: duration.refine(
          (length) => length >= 60_000 && length <= longest,
          "maintenance lasts from 1m to 31d",
        ),
        reason: z.string().min(1),
      }),
    )
    .default([]),
};

type EndpointFile = z.infer<z.ZodObject<typeof every>> & { readonly kind: string } & Readonly<
    Record<string, unknown>
  >;

export interface WatchFile {
  readonly watch: {
    readonly allow_private: string[];
    readonly trusted: string | null;
    readonly channel: string | null;
    readonly own_connectivity: readonly Address[];
    readonly keep: Keep;
    readonly listen?: Listen | null | undefined;
    readonly beat_key: string | null;
  };
  readonly credentials: Readonly<Record<string, Credential>>;
  readonly endpoints: Readonly<Record<string, EndpointFile>>;
}

/** The keys of countercheck.yml that say what is looked at, for the kinds of probes on the shelf. */
export function watchShape(kinds: Kinds) {
  const [first, ...rest] = [...kinds].map(([kind, { settings }]) => {
    const { dataset, ...others } = every;
    const shape = (settings as z.ZodObject).shape;
    const beside = "dataset" in shape ? others : { ...others, dataset };
    return (settings as z.ZodObject).safeExtend({ ...beside, kind: z.literal<string>(kind) });
  });
  if (!first) throw new Error("the probes shelf is empty");
  const endpoint = z.discriminatedUnion("kind", [
    first,
    ...rest,
  ]) as unknown as z.ZodType<EndpointFile>;
  return {
    watch: z
      .strictObject({
        allow_private: z.array(network).default([]),
        trusted: z.string().min(1).nullable().default(null),
        channel,
        own_connectivity: z.array(reachable).default([]),
        ...historyShape,
      })
      .default({
        allow_private: [],
        trusted: null,
        channel: null,
        own_connectivity: [],
        ...usualHistory,
      }),
    credentials: z.record(nameOf("a credential"), credentialSettings).default({}),
    endpoints: z.record(nameOf("an endpoint"), endpoint).default({}),
  };
}

/** What the configuration says of looking, with the defaults of what it leaves out. */
export function watchingOf(
  { watch, credentials, endpoints }: WatchFile,
  kinds: Kinds,
  file: { readonly folder: string; readonly timezone: string; readonly text: string },
  environment: NodeJS.ProcessEnv,
): Watching {
  const named = [...file.text.matchAll(/\$\{([A-Z0-9_]+)\}/g)]
    .map(([, word = ""]) => word)
    .filter((word) => /SECRET|TOKEN|KEY|PASS|PWD|AUTH|SIGN|COOKIE/.test(word))
    .map((word) => environment[word]);
  return {
    kinds,
    endpoints: new Map(
      Object.entries(endpoints).map(([id, given]) => [
        id,
        endpointOf(id, given, kinds, file.timezone),
      ]),
    ),
    credentials: new Map(
      Object.entries(credentials).map(([id, given]) => [id, withFiles(given, file.folder)]),
    ),
    quotas: quotasOf(credentials, endpoints),
    allowPrivate: watch.allow_private,
    trusted: watch.trusted && resolve(file.folder, watch.trusted),
    channel: watch.channel,
    ownConnectivity: watch.own_connectivity,
    keep: watch.keep,
    listen: watch.listen === undefined ? usualListen : watch.listen,
    beatKey: watch.beat_key,
    secrets: [...new Set(named.filter((value) => value !== undefined))],
  };
}

function endpointOf(id: string, given: EndpointFile, kinds: Kinds, zone: string): Endpoint {
  const { kind, interval, timeout, source, program, provider, channel, owner, ...rest } = given;
  const { depends_on: dependsOn, objective: promised, retried, maintenance, ...settings } = rest;
  const probe = kinds.get(kind);
  if (!probe) throw new Error(`kind ${kind} passed the schema and is not on the shelf`);
  const preset = settings["preset"] as PresetName | undefined;
  return Object.freeze({
    id,
    kind,
    settings,
    interval,
    timeout,
    source,
    program,
    dataset: given.dataset ?? null,
    // A backend of one's own is nobody's platform.
    provider: provider ?? (preset && presets[preset].base !== "" ? preset : null),
    host: probe.host(settings),
    dependsOn,
    objective: promised,
    retried,
    channel,
    owner,
    maintenance: maintenance.map((one) => ({ ...one, timezone: one.timezone ?? zone })),
    credential: credentialOf(given),
    requests: probe.requests(settings, interval),
  });
}

/** The credential an endpoint asks by, null of one that asks by none. */
export function credentialOf(given: EndpointFile): string | null {
  const { credential } = given;
  return typeof credential === "string" ? credential : null;
}

function withFiles(given: Credential, folder: string): Credential {
  if (given.kind !== "mtls") return given;
  const { certificate, key } = given;
  return { ...given, certificate: resolve(folder, certificate), key: resolve(folder, key) };
}

/** Quotas by credential: its own word, else what the platform it is used for publishes. */
export function quotasOf(
  credentials: WatchFile["credentials"],
  endpoints: WatchFile["endpoints"],
): ReadonlyMap<string, Quota> {
  const quotas = new Map<string, Quota>();
  for (const given of Object.values(endpoints)) {
    const credential = credentialOf(given);
    const preset = given["preset"] as PresetName | undefined;
    const published = preset ? presets[preset].quota : null;
    if (credential !== null && published) quotas.set(credential, published);
  }
  for (const [id, { quota }] of Object.entries(credentials)) if (quota) quotas.set(id, quota);
  return quotas;
}
