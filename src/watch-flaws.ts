import { parse } from "yaml";
import type { z } from "zod";

import { secretFields } from "#model/credential.ts";
import type { Credential } from "#model/credential.ts";
import { presets } from "#model/presets/presets.ts";
import type { PresetName } from "#model/presets/presets.ts";
import { overdraft } from "#model/quota.ts";
import { suggestion } from "#nearest.ts";
import type { ProbeKind } from "#probe.ts";
import { credentialOf, quotasOf } from "#watch-settings.ts";
import type { WatchFile } from "#watch-settings.ts";
import type { Flaw } from "#yaml-file.ts";

/** Secrets that stand in the file itself, where everybody who can read it has them. */
export function literalSecrets(text: string): Flaw[] {
  const written = parse(text, { logLevel: "silent" }) as {
    credentials?: Record<string, Record<string, unknown> | null>;
    watch?: { beat_key?: unknown } | null;
  } | null;
  const key = written?.watch?.beat_key;
  const keys: Flaw[] = isLiteral(key) ? [{ path: ["watch", "beat_key"], message: literal }] : [];
  const credentials = written?.credentials;
  if (typeof credentials !== "object" || credentials === null) return keys;
  const others = Object.entries(credentials).flatMap(([id, given]) => {
    const kind = given?.["kind"] as Credential["kind"];
    return (secretFields[kind] ?? []).flatMap((field): Flaw[] => {
      if (!isLiteral(given?.[field])) return [];
      return [{ path: ["credentials", id, field], message: literal }];
    });
  });
  return [...keys, ...others];
}

const literal = "a secret is not written here: put it into the environment and write ${NAME}";

function isLiteral(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !/^\$\{[A-Z0-9_]+\}$/.test(String(value));
}

/** What is wrong between the parts of a configuration: names that lead nowhere, quotas that would be exceeded. */
export function watchFlaws(kinds: ReadonlyMap<string, ProbeKind>) {
  return (
    { credentials, endpoints, sources, watch }: WatchFile & Sources,
    context: z.RefinementCtx,
  ): void => {
    const flaw = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: "custom", path, message });
    };
    for (const [id, given] of Object.entries(endpoints)) {
      const credential = credentialOf(given);
      const preset = given["preset"] as PresetName | undefined;
      const form =
        credential !== null && Object.hasOwn(credentials, credential)
          ? credentials[credential]
          : undefined;
      if (credential !== null && !form) {
        const near = suggestion(credential, Object.keys(credentials));
        flaw(["endpoints", id, "credential"], `there is no credential "${credential}".${near}`);
      }
      if (form && preset && !presets[preset].credentials.includes(form.kind)) {
        const { title, credentials: taken } = presets[preset];
        const message = `${title} takes ${taken.join(" or ")}, and ${credential} is ${form.kind}`;
        flaw(["endpoints", id, "credential"], message);
      }
      for (const [at, other] of given.depends_on.entries()) {
        if (other === id) {
          flaw(["endpoints", id, "depends_on", at], "an endpoint does not depend on itself");
          continue;
        }
        if (Object.hasOwn(endpoints, other)) continue;
        const near = suggestion(other, Object.keys(endpoints));
        flaw(["endpoints", id, "depends_on", at], `there is no endpoint "${other}".${near}`);
      }
      if (given.kind === "heartbeat" && watch.listen === null) {
        flaw(["endpoints", id, "kind"], "nothing can call it: watch.listen is null");
      }
      if (given.source !== null && !Object.hasOwn(sources, given.source)) {
        const near = suggestion(given.source, Object.keys(sources));
        flaw(["endpoints", id, "source"], `there is no source "${given.source}".${near}`);
      }
    }
    for (const [program, [first, second]] of canariesBy(endpoints)) {
      const other =
        program === null
          ? `${first} is a canary without a program too: name the program of each`
          : `${program} has a canary, ${first}: one at a time is enough`;
      if (second !== undefined) flaw(["endpoints", second, "kind"], other);
    }
    for (const [credential, quota] of quotasOf(credentials, endpoints)) {
      const takers = Object.entries(endpoints).flatMap(([id, given]) => {
        const requests = kinds.get(given.kind)?.requests(given, given.interval) ?? 0;
        return credentialOf(given) === credential
          ? [{ id, interval: given.interval, requests }]
          : [];
      });
      const message = overdraft(takers, quota);
      const [first] = takers;
      if (message !== null && first) flaw(["endpoints", first.id, "interval"], message);
    }
  };
}

/** The ids of canaries by the program they are of. */
function canariesBy(endpoints: WatchFile["endpoints"]): Map<string | null, string[]> {
  const canaries = Object.entries(endpoints).filter(([, { kind }]) => kind === "canary");
  const grouped = Map.groupBy(canaries, ([, { program }]) => program);
  return new Map([...grouped].map(([program, own]) => [program, own.map(([id]) => id)]));
}

interface Sources {
  readonly sources: Readonly<Record<string, unknown>>;
}
