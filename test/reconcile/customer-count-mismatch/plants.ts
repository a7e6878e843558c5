import type { customerCauses } from "#model/causes/customers.ts";
import { customerCountMismatch } from "#reconcile/customer-count-mismatch/index.ts";
import { answerOf } from "../answers.ts";
import type { Field, Plant, Seed } from "../planted.ts";
import type { Row } from "../tables.ts";

/** The three ways in which a conversion names its customer. */
function identityOf({ id }: Seed) {
  return {
    customer_id: `cu_${id}`,
    customer_external_id: `x_${id}`,
    customer_email: `${id}@example.com`,
  };
}
const nobody = { customer_id: null, customer_external_id: null, customer_email: null };

function customer(seed: Seed): Row {
  const { customer_id, customer_external_id, customer_email } = identityOf(seed);
  return { customer_id, external_id: customer_external_id, email: customer_email };
}

function conversion(seed: Seed, given: Row = {}): Row {
  return {
    conversion_id: `cv_${seed.id}`,
    occurred_at: "2026-10-10T12:00:00Z",
    status: "approved",
    amount: seed.amount.toFixed(),
    currency: "USD",
    ...identityOf(seed),
    ...given,
  };
}

/** One identity of three, the others unknown. */
function oneOf(seed: Seed): Row {
  const [name, value] = Object.entries(identityOf(seed))[seed.variant % 3] ?? [];
  return name === undefined ? nobody : { ...nobody, [name]: value };
}

/** A customer who converted once, and a later conversion that reaches the same row. */
function again(seed: Seed, given: Row): Plant {
  const id = `cv_${seed.id}_2`;
  const later = { conversion_id: id, occurred_at: "2026-10-11T12:00:00Z", ...given };
  return {
    exports: {
      customers: [customer(seed)],
      conversions: [conversion(seed), conversion(seed, later)],
    },
    moves: { id, by: -1 },
  };
}

function lost(seed: Seed, given: Row): Plant {
  return {
    exports: { conversions: [conversion(seed, given)] },
    moves: { id: `cv_${seed.id}`, by: -1 },
  };
}

const plants = {
  missing_identity: (seed) => lost(seed, nobody),
  customer_not_exported: (seed) => lost(seed, oneOf(seed)),
  identity_merged: (seed) =>
    again(seed, {
      customer_external_id: `other_${seed.id}`,
      customer_email: `other.${seed.id}@example.com`,
    }),
  repeat_purchase: (seed) => again(seed, oneOf(seed)),
} satisfies Record<keyof typeof customerCauses, Field["plants"][string]>;

export const customerField: Field = {
  name: "customer-count-mismatch",
  currency: null,
  residue: "never",
  clean: (seed) => ({
    exports: { customers: [customer(seed)], conversions: [conversion(seed, oneOf(seed))] },
  }),
  plants,
  explain: (exports) =>
    answerOf(customerCountMismatch, { exports: { conversions: [], customers: [], ...exports } }),
};
