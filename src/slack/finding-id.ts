import { createHash } from "node:crypto";

import { z } from "zod";

import type { CheckKey } from "#cadence/snoozes.ts";
import { readButton } from "#slack/views/button-value.ts";

/** One result of an occurrence, as buttons and menus carry it: short, however long the names are. */
export interface FindingId {
  readonly occurrence: string;
  readonly finding: string;
}

/** What a result is known by within its occurrence. */
export function findingOf({ check, source, program }: CheckKey): string {
  const key = JSON.stringify([check, source, program]);
  return createHash("sha256").update(key).digest("base64url").slice(0, 16);
}

/** The same text for the same result; an action may stand before it. */
export function findingValue({ occurrence, finding }: FindingId, word?: string): string {
  return [...(word === undefined ? [] : [word]), occurrence, finding].join(":");
}

const parts = z
  .string()
  .regex(/^(?:[a-z]+:)?[0-9A-Z]{26}:[\w-]{16}$/)
  .transform((text) => {
    const [finding = "", occurrence = "", word = null] = text.split(":").toReversed();
    return { occurrence, finding, word };
  });

/** What a clicked button or chosen option is about. */
export function readFindingValue(value: string): FindingId & { readonly word: string | null } {
  return readButton(parts as z.ZodType<FindingId & { word: string | null }>, value);
}
