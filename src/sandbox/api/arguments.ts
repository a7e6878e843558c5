import { z } from "zod";

import { Refusal } from "#sandbox/refusal.ts";

/** True and false as forms and JSON write them. */
export const flag = z.preprocess((value) => {
  if (value === "true" || value === "1" || value === 1) return true;
  return value === "false" || value === "0" || value === 0 || value === "" ? false : value;
}, z.boolean().optional());

/** A page's size, at most 1000. */
export const limit = z.coerce.number().int().min(1).max(1000).optional();

/** An optional word; forms send an empty one for none. */
export const word = z.preprocess(
  (value) => (value === "" ? undefined : value),
  z.coerce.string().optional(),
);

/** A JSON value, or the text of one as forms send it; undefined when absent. */
export function parsed(value: unknown, error: string): unknown {
  if (typeof value !== "string") return value;
  if (value === "") return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new Refusal(error);
  }
}

/** One page of a list and the cursor of the next, which is empty at the end. */
export function page<Item>(
  items: readonly Item[],
  call: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
  size = 100,
): { items: Item[]; rest: Record<string, unknown> } {
  const start = offsetOf(call.cursor);
  const end = start + (call.limit ?? size);
  const next = end < items.length ? btoa(`offset:${end}`) : "";
  return {
    items: items.slice(start, end),
    rest: { response_metadata: { next_cursor: next } },
  };
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [, digits] = /^offset:(\d+)$/.exec(Buffer.from(cursor, "base64").toString()) ?? [];
  if (digits === undefined) throw new Refusal("invalid_cursor");
  return Number(digits);
}
