import { customerField } from "./customer-count-mismatch/plants.ts";
import { exportField } from "./export-mismatch/plants.ts";
import { payoutField } from "./payout-mismatch/plants.ts";
import type { Field } from "./planted.ts";
import { revenueField } from "./revenue-mismatch/plants.ts";
import { analyticsField } from "./sparse-analytics/plants.ts";

/** Every reconciliation there is, as something to plant in. */
export const fields: readonly Field[] = [
  payoutField,
  revenueField,
  customerField,
  analyticsField,
  exportField,
];
