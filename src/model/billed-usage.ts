import { median } from "#model/baseline.ts";
import { shown } from "#model/billing-trouble.ts";
import type { Trouble } from "#model/billing-trouble.ts";
import type { CheckRow } from "#model/check-result.ts";
import { Decimal } from "#model/money.ts";
import { counted } from "#model/phrases.ts";

/** What was used, against the months before, the plan and the export. */
export function usageTroubles(
  row: CheckRow,
  before: readonly CheckRow[],
  { jump, usage }: { jump: number; usage: number },
): Trouble[] {
  if (row["used"] === null || row["used"] === undefined) return [];
  const used = Number(row["used"]);
  const trouble = (text: string, why: string): Trouble => ({
    text,
    atRisk: new Decimal(0),
    row: shown(row, why),
    severe: false,
  });
  const found: Trouble[] = [];
  const earlier = before.flatMap((one) => (one["used"] ? [Number(one["used"])] : []));
  const usual = median(earlier);
  if (earlier.length > 0 && used > usual * jump) {
    found.push(
      trouble(
        `Usage rose to ${used.toLocaleString("en-US")} from about ${Math.round(usual).toLocaleString("en-US")}.`,
        "usage jumped",
      ),
    );
  }
  if (row["included"] && used > Number(row["included"])) {
    found.push(
      trouble(
        `Usage of ${used.toLocaleString("en-US")} is beyond the ${Number(row["included"]).toLocaleString("en-US")} of the plan.`,
        "usage beyond the plan",
      ),
    );
  }
  const exported = Number(row["exported"] ?? 0);
  if (
    row["counts_conversions"] === "true" &&
    exported > 0 &&
    Math.abs(used - exported) > Math.max(10, exported * usage)
  ) {
    found.push(
      trouble(
        `${row["invoice_id"]} counts ${counted(used, "conversion")}, the export has ${exported.toLocaleString("en-US")}.`,
        "usage unlike the export",
      ),
    );
  }
  return found;
}
