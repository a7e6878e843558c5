import { AsyncLocalStorage } from "node:async_hooks";

import type { Kysely, KyselyPlugin, Transaction } from "kysely";

import type { Database } from "#store/schema.ts";

/** A transaction under way in this chain of calls; empty once it has ended, whatever still runs in its context. */
interface Scope {
  trx: Transaction<Database> | null;
  readonly committed: (() => void)[];
}

const scopes = new AsyncLocalStorage<Scope>();

/** The transaction these calls are made in, null outside of one. */
export function openTransaction(): Transaction<Database> | null {
  return scopes.getStore()?.trx ?? null;
}

/** Refuses statements on the database itself from within a transaction: with one connection they would wait for ever. */
export const besideRefused: KyselyPlugin = {
  transformQuery({ node }) {
    if (openTransaction()) throw new Error("a statement within a transaction goes through its trx");
    return node;
  },
  transformResult: async ({ result }) => result,
};

/** Commits what `work` did, or none of it. */
export async function transact<Result>(
  db: Kysely<Database>,
  work: (trx: Transaction<Database>) => Promise<Result>,
): Promise<Result> {
  if (openTransaction()) throw new Error("a transaction within a transaction");
  const committed: (() => void)[] = [];
  const result = await db.transaction().execute((transaction) => {
    const scope: Scope = { trx: transaction.withoutPlugins(), committed };
    return scopes.run(scope, async () => {
      try {
        return await work(scope.trx ?? transaction);
      } finally {
        scope.trx = null;
      }
    });
  });
  for (const callback of committed) callback();
  return result;
}

/** Calls back once the transaction these calls are made in has been committed; never when it was not. */
export function afterCommit(callback: () => void): void {
  const scope = scopes.getStore();
  if (!scope?.trx) throw new Error("afterCommit outside of a transaction");
  scope.committed.push(callback);
}
