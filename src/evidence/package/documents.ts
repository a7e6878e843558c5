import { readFile } from "node:fs/promises";

import { z } from "zod";

import type { LedgerItem } from "#evidence/ledger.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import { comparisonsIn } from "#model/earlier.ts";
import type { Compared } from "#model/earlier.ts";
import type { Explanation } from "#model/explanation.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";

/** A comparison as the file kept of it says. */
export interface Comparison extends Compared {
  readonly title: string;
  /** The kept file that draws it; null where it is to be drawn. */
  readonly chart: string | null;
}

const changed = z.record(z.string(), z.string().nullable());
const changesFile = z.object({
  from: z.string().nullable(),
  to: z.string().nullable(),
  modules: z.array(z.string()).nullable(),
  changes: z.array(changed),
});

/** Configuration changes that were collected: who changed what, when, from what to what. */
export interface ChangeList extends Partial<z.infer<typeof changesFile>> {
  readonly title: string;
  readonly captured_at: string;
  readonly by: string;
  readonly file: string | null;
  readonly words: LedgerItem["words"];
}

/** What a package tells of the documents of its run, beside packing them. */
export interface Documents {
  /** The one that says what the run comes to first. */
  readonly comparisons: readonly Comparison[];
  readonly changes: readonly ChangeList[];
}

/** Reads the documents of a ledger; that they are the files it names is settled before. */
export async function documentsOf(
  ledger: readonly LedgerItem[],
  artifacts: ArtifactStore,
): Promise<Documents> {
  const read = async (file: string): Promise<unknown> =>
    JSON.parse(await readFile(await artifacts.pathOf(file), "utf8"));
  const made: { item: LedgerItem; explanation: Explanation; reconciliation: string }[] = [];
  const changes: ChangeList[] = [];
  for (const item of ledger) {
    const { kind, file, title, at, actor, words } = item;
    if (kind === "explanation" && file !== null) {
      const explanation = (await read(file)) as Explanation;
      made.push({ item, explanation, reconciliation: nameOf(item) });
    }
    if (kind === "config_changes") {
      const found = file === null ? null : changesFile.safeParse(await read(file));
      changes.push({ title, captured_at: at, by: actor, file, words, ...found?.data });
    }
  }
  return {
    comparisons: comparisonsIn(made).map((compared) => ({
      ...compared,
      title: reconciliations[compared.reconciliation]?.title ?? compared.reconciliation,
      chart: chartOf(made.find((one) => one.explanation === compared.explanation)?.item, ledger),
    })),
    changes,
  };
}

/** Of ledgers that do not name the reconciliation, the step tells comparisons apart. */
function nameOf({ words, step }: LedgerItem): string {
  return words["reconciliation"] ?? step ?? "comparison";
}

/** The chart that the same step drew of the same comparison: one captured again has none. */
function chartOf(item: LedgerItem | undefined, ledger: readonly LedgerItem[]): string | null {
  const own = ledger.find(
    (one) => one.kind === "chart" && item && one.step === item.step && nameOf(one) === nameOf(item),
  );
  return own?.file ?? null;
}
