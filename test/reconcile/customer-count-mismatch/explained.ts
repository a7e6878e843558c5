import { customerCountMismatch } from "#reconcile/customer-count-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import { october } from "../october.ts";
import type { Row } from "../tables.ts";

export interface Program {
  readonly conversions: readonly Row[];
  readonly customers: readonly Row[];
}

/** Columns the exports have; all unless given. */
export interface Available {
  readonly conversions?: readonly string[];
  readonly customers?: readonly string[];
}

/** Explains a program of literal rows. */
export async function explain(program: Program, context = october, available: Available = {}) {
  return (await answered(program, context, available)).explanation;
}

/** The same, and the cause of each conversion that adds no customer, by its id. */
export async function explainWithCauses(program: Program, context = october) {
  const { explanation, offending } = await answered(program, context, {});
  const rows = await offending();
  return { explanation, causes: Object.fromEntries(rows.map((row) => [row["id"], row["cause"]])) };
}

/** The causes alone. */
export async function causesOf(program: Program, context = october) {
  return (await explainWithCauses(program, context)).causes;
}

function answered(program: Program, context: typeof october, available: Available) {
  const { conversions, customers } = program;
  return answerOf(customerCountMismatch, {
    exports: { conversions, customers },
    available,
    context,
  });
}

export const ann: Row = {
  customer_id: "cu_1",
  email: "Ann@Example.com",
  external_id: "x1",
  created_at: "2026-08-01T00:00:00Z",
};
export const bob: Row = {
  ...ann,
  customer_id: "cu_2",
  email: "bob@example.com",
  external_id: "x2",
};

/** Ann's conversion at noon of the tenth, unless given otherwise. */
export function conversion(id: string, given: Row = {}): Row {
  return {
    conversion_id: id,
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    amount: "10.00",
    currency: "USD",
    customer_id: "cu_1",
    customer_email: "ann@example.com",
    customer_external_id: "x1",
    partner_id: "prt_1",
    ...given,
  };
}

/** What a conversion knows of nobody. */
export const nobody: Row = {
  customer_id: null,
  customer_email: null,
  customer_external_id: null,
};
