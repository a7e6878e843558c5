import { DateTime } from "luxon";

import type { ReportItem } from "#model/report.ts";
import { recentDays } from "#model/timeline.ts";
import { recentChanges } from "#reconcile/recent-changes.ts";
import type { StepInput, StepOutcome, StepWorld } from "#step.ts";
import { collectDataset, notAvailable } from "./dataset.ts";

/** Changes in the table; the file has them all. */
const shown = 30;

type Change = Readonly<Record<string, string | null>>;

/** Exports the configuration changes and tells those of the window and of the thirty days before its end, newest first. */
export async function collectConfigChanges(
  { modules }: { modules?: readonly string[] | undefined },
  input: StepInput,
  world: StepWorld,
): Promise<StepOutcome> {
  if (!world.datasets().includes("config_changes")) return notAvailable(input.source);
  const exported = await collectDataset({ dataset: "config_changes" }, input, world);
  const { from, to, sql } = recentChanges(input.context, modules);
  const changes = await world.query(sql, exported.exports ?? []);
  const document = { from: from.toISO(), to: to.toISO(), modules: modules ?? null, changes };
  const kept = await world.keep("config_changes", "Configuration changes", document);
  const table = changes.length > 0 ? [tableOf(changes, input)] : [];
  const files = { kind: "files", text: "The configuration changes.", files: [kept] } as const;
  return {
    ...exported,
    status: changes.length > 0 ? "attention" : exported.status,
    summary: [summaryOf(changes, modules), ...rejectedIn(exported)].join(", "),
    report: [...exported.report, ...table, files],
    evidence: [...exported.evidence, kept],
  };
}

function summaryOf(changes: readonly Change[], modules: readonly string[] | undefined): string {
  const of = modules === undefined ? "" : ` of ${modules.join(", ")}`;
  if (changes.length === 0)
    return `No change${of} in the window or ${recentDays} days before its end`;
  const changed = [...new Set(changes.map(({ module }) => module))].join(", ");
  return `${changes.length} ${changes.length === 1 ? "change" : "changes"}: ${changed}`;
}

/** Whether a rejected record is a change of the window cannot be known. */
function rejectedIn({ exports = [] }: StepOutcome): string[] {
  return exports
    .filter(({ rejected }) => rejected > 0)
    .map(({ rejected }) => `${rejected.toLocaleString("en-US")} rejected`);
}

function tableOf(changes: readonly Change[], { context }: StepInput): ReportItem {
  const all = changes.length > shown ? `The last ${shown} of ` : "";
  const at = (text: string | null | undefined): string => {
    if (!text?.includes("T")) return text ?? "";
    return DateTime.fromISO(text, { zone: context.timezone }).toFormat("yyyy-MM-dd HH:mm");
  };
  return {
    kind: "table",
    caption: `${all}${changes.length} configuration changes, times in ${context.timezone}`,
    columns: ["Changed", "Module", "By", "Before", "After", "Note"].map((title) => ({
      title,
      align: "left",
    })),
    rows: changes
      .slice(0, shown)
      .map((change) => [
        at(change["changed_at"]),
        ...["module", "actor", "before", "after", "note"].map((name) => change[name] ?? ""),
      ]),
  };
}
