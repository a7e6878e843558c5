import { z } from "zod";

import type { HttpRequest } from "#model/http-answer.ts";
import { presetNames, presets } from "#model/presets/presets.ts";
import type { PresetName } from "#model/presets/presets.ts";

/** An address of the web without a user in it: whoever may ask is named under `credentials`. */
export const webAddress = z
  .url({ protocol: /^https?$/, error: "write it like https://example.com/health" })
  .refine((text) => {
    const url = URL.parse(text);
    return url?.username === "" && url.password === "";
  }, "name who asks under credentials, not in the address");

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const largest = 10_000_000;

const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~\w-]+$/, "write the name of a header")
  .refine((name) => !/^(proxy-)?authorization$/i.test(name), "name who asks under credentials");

/** What one request is made of, as a configuration says it. */
export const requestShape = {
  method: z.enum(methods).default("GET"),
  headers: z.record(headerName, z.string()).default({}),
  body: z.string().nullable().default(null),
  credential: z.string().nullable().default(null),
  /** Bytes of the answer that are read. */
  body_limit: z.int().min(0).max(largest).default(262_144),
};

export type RequestSettings = z.infer<z.ZodObject<typeof requestShape>>;

/** The request that settings describe, to an address. */
export function requestOf(url: string, settings: RequestSettings): HttpRequest {
  const { method, headers, body, credential, body_limit: bodyLimit } = settings;
  return { url, method, headers, body, credential, bodyLimit };
}

/** Where to ask: an address of one's own, or the harmless one of a platform. */
export const targetShape = {
  preset: z.enum(presetNames).optional(),
  /** Fills `{account}` of the platform's address. */
  account: z.string().min(1).optional(),
  url: webAddress.optional(),
  /** Instead of the platform's harmless one. */
  path: z.string().startsWith("/", "a path begins with /").optional(),
};

type Target = z.infer<z.ZodObject<typeof targetShape>>;

/** What is wrong with a target, null of one that leads somewhere. */
export function targetFlaw({ preset, account, url, path }: Target): string | null {
  if (url !== undefined) {
    return path === undefined && account === undefined
      ? null
      : "write url alone, or preset with path and account";
  }
  if (preset === undefined || presets[preset].base === "") return "say where to ask: url";
  const needed = path ?? presets[preset].path;
  const isFilled = !needed.includes("{account}") || account !== undefined;
  return isFilled ? null : `say whose account of ${presets[preset].title} it is: account`;
}

/** The address of a target that has no flaw. */
export function addressOf({ preset, account = "", url, path }: Target): string {
  if (url !== undefined || preset === undefined) return url ?? "";
  const { base, path: usual } = presets[preset];
  return base + (path ?? usual).replaceAll("{account}", encodeURIComponent(account));
}

/** The headers a platform wants, and those that were set beside them. */
export function headersOf(
  preset: PresetName | undefined,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { ...(preset ? presets[preset].headers : {}), ...own };
}
