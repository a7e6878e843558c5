import type { Campaign, Link, Partner } from "#sandbox/demo/cast.ts";
import type { Decimal } from "#model/money.ts";

/** Records while the program is being made: instants in milliseconds, references instead of ids. */
export interface Customer {
  readonly id: string;
  email: string;
  readonly externalId: string;
  readonly partner: Partner;
  readonly createdAt: number;
  readonly firstSaleAt: number;
}

export interface Sale {
  readonly id: string;
  readonly at: number;
  readonly link: Link;
  readonly amount: Decimal;
  readonly orderId: string;
  readonly country: string;
  status: "pending" | "approved" | "refunded" | "chargeback" | "rejected" | "fraud";
  recordedAt: number;
  approvedAt: number | null;
  /** Null for a guest. */
  customer: Customer | null;
  /** As given at the till; null for a guest. */
  email: string | null;
  externalId: string | null;
  /** How many sale events the dashboard received; 1 unless something went wrong. */
  events: 0 | 1 | 2;
  /** The event's currency where tracking sent the wrong one. */
  eventCurrency: "USD" | "EUR";
}

export interface Commission {
  id: string;
  readonly sale: Sale | null;
  readonly type: "sale" | "lead";
  readonly partner: Partner;
  readonly campaign: Campaign;
  readonly amount: Decimal;
  readonly at: number;
  status: "pending" | "approved" | "processed" | "paid" | "refunded" | "fraud" | "canceled";
  approvedAt: number | null;
  holdUntil: number | null;
  payoutId: string | null;
}

export interface Payout {
  readonly id: string;
  readonly partner: Partner;
  /** The month it settles, as 2026-10. */
  readonly month: string;
  readonly status: "completed" | "failed";
  /** In dollars. */
  readonly amount: Decimal;
  readonly fee: Decimal | null;
  readonly failureReason: string | null;
}

export interface TrafficEvent {
  readonly type: "click" | "lead" | "sale";
  readonly at: number;
  readonly link: Link;
  readonly country: string;
  readonly referrer: string;
  readonly bot: boolean;
  readonly customer: Customer | null;
  /** Sale events only. */
  readonly sale?: {
    readonly conversionId: string;
    readonly amount: Decimal;
    readonly currency: string;
    readonly status: Sale["status"];
  };
}
