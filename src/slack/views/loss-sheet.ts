import { stringify } from "csv-stringify/sync";

import { neutralCell } from "#evidence/package/spreadsheet-cell.ts";
import type { Estimate } from "#model/loss.ts";
import type { PartnerLoss } from "#model/program-loss.ts";

const head = [
  "program",
  "partner",
  "currency",
  "expected",
  "recovered",
  ...["missing", "revenue", "commission"].flatMap((of) => [of, `${of}_low`, `${of}_high`]),
];

/** What each partner probably lost, for those who make good for it. */
export function lossSheet(partners: readonly PartnerLoss[]): string {
  return stringify([head, ...partners.map((one) => rowOf(one).map(neutralCell))]);
}

function rowOf(one: PartnerLoss): string[] {
  const { program, partner, currency, expected, recovered, missing, revenue, commission } = one;
  return [
    program ?? "",
    partner ?? "",
    currency,
    expected.likely,
    String(recovered),
    ...[missing, revenue, commission].flatMap(cellsOf),
  ];
}

function cellsOf(estimate: Estimate | null): string[] {
  return estimate ? [estimate.likely, estimate.low, estimate.high] : ["", "", ""];
}
