import { createHmac, timingSafeEqual } from "node:crypto";

import type { Kysely } from "kysely";
import { sql } from "kysely";

import { keptKey } from "#evidence/redaction/key.ts";
import { noState } from "#model/endpoint-state.ts";
import type { Database } from "#store/schema.ts";

/** Characters of a key: enough that it cannot be guessed. */
const keyLength = 32;

/** What keys are derived from: the configured secret, else one drawn once and kept in the data folder. */
export function beatSecret(dataFolder: string, configured: string | null): Promise<Buffer> {
  return keptKey(dataFolder, "beat", configured);
}

/** What a heartbeat's sender proves itself by: the same for the same secret, and another for each endpoint. */
export function beatKey(secret: Buffer, endpoint: string): string {
  const hash = createHmac("sha256", secret).update(`beat ${endpoint}`).digest("base64url");
  return hash.slice(0, keyLength);
}

/** Where a heartbeat is called. */
export function beatPath(secret: Buffer, endpoint: string): string {
  return `/beat/${encodeURIComponent(endpoint)}/${beatKey(secret, endpoint)}`;
}

/** Whether a key is that of an endpoint; it takes as long whatever is wrong. */
export function isKeyOf(secret: Buffer, endpoint: string, key: string): boolean {
  const right = Buffer.from(beatKey(secret, endpoint));
  const given = Buffer.alloc(right.length);
  given.write(key);
  return timingSafeEqual(right, given) && Buffer.byteLength(key) === right.length;
}

/** Keeps that an endpoint called now; the last call counts, whichever is written last. */
export async function keepBeat(db: Kysely<Database>, endpoint: string, at: Date): Promise<void> {
  await db
    .insertInto("endpoint")
    .values({ id: endpoint, state: JSON.stringify(noState), beat_at: at })
    .onConflict((conflict) =>
      conflict.column("id").doUpdateSet({
        beat_at: sql<Date>`greatest(endpoint.beat_at, excluded.beat_at)`,
      }),
    )
    .execute();
}
