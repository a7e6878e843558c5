import { z } from "zod";

import { quotaSettings } from "#model/quota.ts";

const every = { quota: quotaSettings.optional() };
const secret = z.string().min(1);

/** Clocks that platforms want a signature to be dated by. */
const clocks = ["unix", "unix_ms", "iso", "http"] as const;

/** A form of who asks, shared by every endpoint that names it; secrets stand in it as `${NAME}` only. */
export const credentialSettings = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("basic"), user: secret, password: z.string(), ...every }),
  z.strictObject({ kind: z.literal("bearer"), token: secret, ...every }),
  z.strictObject({
    kind: z.literal("header"),
    name: z.string().regex(/^[!#$%&'*+.^_`|~\w-]+$/, "write the name of a header, like X-API-Key"),
    value: secret,
    ...every,
  }),
  z.strictObject({
    kind: z.literal("hmac"),
    secret,
    algorithm: z.enum(["sha1", "sha256", "sha512"]).default("sha256"),
    /** `digest` is a plain hash, of a message that has `{secret}` in it. */
    form: z.enum(["hmac", "digest"]).default("hmac"),
    encoding: z.enum(["hex", "base64", "base64url"]).default("hex"),
    /** What is signed: `{method}\n{path}\n{time}\n{body_hash}`. */
    message: z.string().min(1),
    clock: z.enum(clocks).default("unix"),
    /** Headers that are sent, `{signature}` and `{time}` among what they may say. */
    headers: z
      .record(z.string(), z.string())
      .refine(
        (headers) => Object.values(headers).some((value) => value.includes("{signature}")),
        "one of the headers must say {signature}",
      ),
    ...every,
  }),
  z.strictObject({
    kind: z.literal("oauth2"),
    token_url: z.url({
      protocol: /^https?$/,
      error: "write it like https://example.com/oauth/token",
    }),
    client_id: secret,
    client_secret: secret,
    scope: z.string().optional(),
    audience: z.string().optional(),
    /** Where the client says who it is. */
    client_in: z.enum(["header", "body"]).default("header"),
    ...every,
  }),
  z.strictObject({
    kind: z.literal("mtls"),
    /** Files of PEM, relative to the configuration. */
    certificate: z.string().min(1),
    key: z.string().min(1),
    passphrase: z.string().optional(),
    ...every,
  }),
]);

export type Credential = z.infer<typeof credentialSettings>;

/** What must not be written in a configuration, by kind of credential. */
export const secretFields: Readonly<Record<Credential["kind"], readonly string[]>> = {
  basic: ["password"],
  bearer: ["token"],
  header: ["value"],
  hmac: ["secret"],
  oauth2: ["client_secret"],
  mtls: ["passphrase"],
};
