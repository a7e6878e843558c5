import { UsageError } from "#errors.ts";
import type { Dataset } from "#model/datasets.ts";
import { definitionOf } from "#model/datasets.ts";
import type { FilterContext } from "#model/filter-context.ts";
import type { Reconciliation } from "#reconcile/reconciliation.ts";

/** Refuses what a reconciliation cannot obey of the context asked for: to leave it out in silence would compare something else. */
export function assertObeyed(
  { title, needs, byDateBasis }: Reconciliation,
  { date_basis: basis, cost_model: model }: FilterContext,
): void {
  if (basis !== "event" && !byDateBasis) {
    throw new UsageError(
      `"${title}" counts ${needs.join(" and ")} by when they happened, not by date_basis=${basis}; leave date_basis out.`,
      ["date_basis"],
    );
  }
  const ofCampaigns = needs.some((dataset) => "campaign_id" in definitionOf(dataset).columns);
  if (model !== null && !ofCampaigns) {
    throw new UsageError(
      `"${title}" compares ${needs.join(" and ")}, of which none names a campaign, so cost_model=${model} cannot be told; leave cost_model out.`,
      ["cost_model"],
    );
  }
}

/** What a reconciliation compares in a context: what it needs, then what it takes where the run collected it. */
export function comparedDatasets(
  { needs, uses = [] }: Reconciliation,
  { cost_model: model }: Pick<FilterContext, "cost_model">,
): Dataset[] {
  return [...new Set([...needs, ...uses, ...(model === null ? [] : ["campaigns" as const])])];
}

/** Whether campaigns are still to be collected: they alone tell a cost model. Refused where the source does not export them. */
export function lacksCampaigns(
  { cost_model: model }: Pick<FilterContext, "cost_model">,
  collected: readonly Dataset[],
  source: { readonly id: string; readonly datasets: readonly Dataset[] },
): boolean {
  if (model === null || collected.includes("campaigns")) return false;
  if (source.datasets.includes("campaigns")) return true;
  throw new UsageError(
    `cost_model=${model} needs campaigns, which tell the cost model of each, and ${source.id} does not export them; configure ${source.id} to, or leave cost_model out.`,
    ["cost_model"],
  );
}
