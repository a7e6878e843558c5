/** How a canonical value is read: `time` is an instant or a calendar date, `money` an exact decimal. */
export type ColumnType = "id" | "text" | "time" | "date" | "money" | "count" | "status" | "flag";

export interface Column {
  readonly type: ColumnType;
  readonly required?: true;
}

/** One kind of record a source can export: its canonical columns and, where it has one, its status vocabulary. */
export interface DatasetDefinition {
  readonly columns: Readonly<Record<string, Column>>;
  /** Canonical statuses; a status column without a vocabulary keeps the source's words. */
  readonly statuses?: readonly string[];
  /** The column that names a record; a repeated one is one record, the last wins. */
  readonly id?: string;
}

const id: Column = { type: "id" };
const text: Column = { type: "text" };
const time: Column = { type: "time" };
const date: Column = { type: "date" };
const money: Column = { type: "money" };
const count: Column = { type: "count" };
const status: Column = { type: "status" };
const flag: Column = { type: "flag" };
const required = (column: Column): Column => ({ ...column, required: true });

/** The canonical datasets (docs/datasets.md). */
export const datasets = {
  events: {
    id: "event_id",
    columns: {
      event_id: required(id),
      type: required(text),
      occurred_at: required(time),
      link_id: id,
      campaign_id: id,
      workspace_id: id,
      partner_id: id,
      customer_id: id,
      conversion_id: id,
      amount: money,
      currency: text,
      status,
      country: text,
      referrer: text,
      is_bot: flag,
    },
  },
  conversions: {
    id: "conversion_id",
    statuses: ["pending", "approved", "refunded", "chargeback", "rejected", "fraud"],
    columns: {
      conversion_id: required(id),
      occurred_at: required(time),
      status: required(status),
      amount: required(money),
      currency: required(text),
      recorded_at: time,
      approved_at: time,
      customer_id: id,
      customer_email: text,
      customer_external_id: id,
      link_id: id,
      campaign_id: id,
      workspace_id: id,
      program_id: id,
      partner_id: id,
      order_id: id,
      event_id: id,
      source: text,
    },
  },
  customers: {
    id: "customer_id",
    columns: {
      customer_id: required(id),
      email: text,
      external_id: id,
      created_at: time,
      first_sale_at: time,
      status,
      partner_id: id,
    },
  },
  commissions: {
    id: "commission_id",
    statuses: [
      "pending",
      "held",
      "approved",
      "processed",
      "paid",
      "refunded",
      "fraud",
      "duplicate",
      "canceled",
    ],
    columns: {
      commission_id: required(id),
      status: required(status),
      amount: required(money),
      currency: required(text),
      created_at: required(time),
      conversion_id: id,
      partner_id: id,
      program_id: id,
      approved_at: time,
      hold_until: time,
      paid_at: time,
      payout_id: id,
      type: text,
    },
  },
  payouts: {
    id: "payout_id",
    statuses: ["pending", "processing", "sent", "completed", "failed", "canceled"],
    columns: {
      payout_id: required(id),
      status: required(status),
      amount: required(money),
      currency: required(text),
      partner_id: id,
      program_id: id,
      period_start: time,
      period_end: time,
      initiated_at: time,
      paid_at: time,
      fee: money,
      failure_reason: text,
      settlement_ref: text,
    },
  },
  campaigns: {
    id: "campaign_id",
    columns: {
      campaign_id: required(id),
      name: text,
      cost_model: text,
      budget: money,
      spend: money,
      currency: text,
      status,
    },
  },
  links: {
    id: "link_id",
    columns: {
      link_id: required(id),
      url: text,
      campaign_id: id,
      workspace_id: id,
      expected_sources: text,
      clicks: count,
      leads: count,
      sales: count,
      status,
    },
  },
  cards: {
    columns: {
      metric: required(text),
      value: required(money),
      workspace_id: id,
      campaign_id: id,
      link_id: id,
      program_id: id,
      partner_id: id,
      window_start: date,
      window_end: date,
      timezone: text,
      currency: text,
      statuses: text,
      mode: text,
      captured_at: time,
    },
  },
  deliveries: {
    id: "delivery_id",
    columns: {
      delivery_id: required(id),
      integration: required(text),
      status: required(status),
      attempts: count,
      http_status: count,
      occurred_at: time,
    },
  },
  budgets: {
    columns: {
      scope: required(text),
      period: required(text),
      budget: money,
      spent: money,
      credit_limit: money,
      credit_used: money,
      currency: text,
    },
  },
  config_changes: {
    columns: {
      changed_at: required(time),
      actor: text,
      module: required(text),
      before: text,
      after: text,
      note: text,
    },
  },
  members: {
    id: "member_id",
    columns: {
      member_id: required(id),
      email: text,
      role: text,
      status,
      last_active_at: time,
      mfa: flag,
      kind: text,
    },
  },
  invoices: {
    id: "invoice_id",
    columns: {
      invoice_id: required(id),
      period: text,
      amount: money,
      currency: text,
      status,
      plan: text,
      usage: text,
    },
  },
} as const satisfies Record<string, DatasetDefinition>;

export type Dataset = keyof typeof datasets;

/** Every dataset's name, in the order of the document. */
export const datasetNames = Object.keys(datasets) as Dataset[];

/** The definition of a dataset, widened for code that treats all alike. */
export function definitionOf(dataset: Dataset): DatasetDefinition {
  return datasets[dataset];
}
