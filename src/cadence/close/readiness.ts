import { fileURLToPath } from "node:url";

import type { ReadExports } from "#cadence/close/sheet-lines.ts";
import { judgeCheck } from "#cadence/judge.ts";
import type { Gathered, JudgeInput } from "#cadence/judge.ts";
import type { Check } from "#check.ts";
import type { Config } from "#config.ts";
import type { Dataset } from "#model/datasets.ts";
import type { IngestedTable } from "#reconcile/reconciliation.ts";
import { loadShelf } from "#shelf.ts";

const id = "open-month";
const monthly = fileURLToPath(new URL("../../checks/monthly", import.meta.url));

/** The check that says whether a month is ready to be closed; null where the configuration switches it off. */
export async function readinessCheck({ checks }: Pick<Config, "checks">): Promise<Check | null> {
  if (checks.get(id)?.enabled === false) return null;
  return (await loadShelf<Check>(monthly)).get(id) ?? null;
}

/** Why a month is not ready to be closed, a sentence; null where it is, or nobody asks. */
export async function notReady(
  check: Check | null,
  exports: ReadExports,
  input: Omit<JudgeInput, "tables" | "gathered" | "period">,
): Promise<string | null> {
  if (!check) return null;
  const gathered: Partial<Record<Dataset, Gathered>> = {};
  const tables: Partial<Record<Dataset, IngestedTable>> = {};
  for (const { manifest, table } of Object.values(exports)) {
    gathered[manifest.dataset] = { manifest, available: table.available };
    tables[manifest.dataset] = table;
  }
  const { from, to, timezone } = input.context;
  const period = { from, to, timezone, span: "month" } as const;
  const { outcome, text } = await judgeCheck(check, check.settings.parse({}), {
    ...input,
    gathered,
    tables,
    period,
  });
  return outcome === "pass" ? null : text;
}
