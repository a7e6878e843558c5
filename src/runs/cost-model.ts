import { UsageError } from "#errors.ts";
import { orInLayout } from "#model/layout.ts";
import { suggestion } from "#nearest.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { costModelCampaigns, identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** Makes the table of the campaigns of the cost model asked for, by which records are in scope; refuses one that no campaign has. */
export async function prepareCostModel({
  connection,
  tables: { campaigns },
  context: { cost_model: wanted },
}: Pick<ReconcileInput, "connection" | "tables" | "context">): Promise<void> {
  if (wanted === null) return;
  if (!campaigns) {
    throw new UsageError(
      `cost_model=${wanted} needs the campaigns dataset, which was not collected; leave cost_model out.`,
      ["cost_model"],
    );
  }
  if (!campaigns.available.includes("cost_model")) {
    throw new UsageError(
      `The campaigns export has no cost_model column, so cost_model=${wanted} cannot be told; export it with that column, or map it under datasets.campaigns.columns, ${orInLayout}.`,
      ["cost_model"],
    );
  }
  const model = "lower(cost_model)";
  const known = await rowsOf(
    connection,
    `SELECT DISTINCT ${model} AS model FROM ${identifier(campaigns.table)} WHERE cost_model IS NOT NULL ORDER BY 1`,
  );
  const models = known.map((row) => String(row["model"]));
  if (!models.includes(wanted)) {
    throw new UsageError(
      `No campaign has the cost model "${wanted}".${suggestion(wanted, models)}`,
      ["cost_model"],
    );
  }
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE ${costModelCampaigns} AS
    SELECT campaign_id FROM ${identifier(campaigns.table)} WHERE ${model} = ${literal(wanted)}`);
}
