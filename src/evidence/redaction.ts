import { createHmac, createSecretKey } from "node:crypto";

import { replaceBankData } from "#evidence/redaction/bank-data.ts";
import { replaceSecrets } from "#evidence/redaction/secrets.ts";
import type { RedactionPolicy } from "#model/redaction-policy.ts";

/** Masks what must not be read by everybody. The same value always gets the same mask, which tells nothing of it without the key. */
export interface Redactor {
  readonly policy: RedactionPolicy;
  /** The installation's secret, which no message, file or log may hold. */
  readonly key: Buffer;
  mask(text: string): string;
  /** Masks every string of a value made of objects and arrays; the names of fields stay. */
  maskAll<Value>(value: Value): Value;
  /** Values masked so far. */
  readonly masked: number;
  /** One that counts from 0. */
  anew(): Redactor;
}

const domain = String.raw`(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}`;
const email = new RegExp(String.raw`[\p{L}\p{N}._%+'-]{1,64}${domain}`, "gu");
/** One whose first part is in quotes, as CSV and JSON write those too; it begins with a letter or digit, as what stands between two fields never does. */
const quote = String.raw`(?:\\"|""|")`;
const quotedEmail = new RegExp(
  String.raw`${quote}[\p{L}\p{N}][^"\r\n]{0,62}${quote}${domain}`,
  "gu",
);

/** A redactor by a policy and the installation's key. */
export function redactor(policy: RedactionPolicy, key: Buffer): Redactor {
  let masked = 0;
  const commit = commitments(key);
  const replaced = (kind: string, value: string): string => {
    masked += 1;
    return `[${kind} ${commit(`${kind}\n${value}`)}]`;
  };
  const mask = (text: string): string => {
    let left = text;
    if (policy.bank === "mask") left = replaceBankData(left, replaced);
    if (policy.secrets === "mask") {
      left = replaceSecrets(left, (found) => replaced("secret", found));
    }
    if (policy.emails === "mask" && /@|%40/.test(left)) {
      const byAddress = (found: string) => replaced("email", normal(found));
      if (/"(?:@|%40)/.test(left)) left = left.replaceAll(quotedEmail, byAddress);
      left = left.replaceAll(email, byAddress);
    }
    return left;
  };
  return {
    policy,
    key,
    mask,
    maskAll: (value) => deep(value, mask),
    get masked() {
      return masked;
    },
    anew: () => redactor(policy, key),
  };
}

/** Sixteen hexadecimal digits of HMAC-SHA-256; those of late are remembered, because a sheet names the same people again and again. */
function commitments(key: Buffer): (value: string) => string {
  const secret = createSecretKey(key);
  const known = new Map<string, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const commitment = createHmac("sha256", secret).update(value).digest("hex").slice(0, 16);
    if (known.size >= 10_000) known.clear();
    known.set(value, commitment);
    return commitment;
  };
}

function normal(address: string): string {
  return address
    .replaceAll(/\\"|""/g, '"')
    .replace("%40", "@")
    .toLowerCase();
}

function deep<Value>(value: Value, mask: (text: string) => string): Value {
  if (typeof value === "string") return mask(value) as Value;
  if (Array.isArray(value)) return value.map((one: unknown) => deep(one, mask)) as Value;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value).map(([name, one]) => [name, deep(one, mask)]);
  return Object.fromEntries(entries) as Value;
}
