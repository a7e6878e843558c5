import type { KnownBlock } from "@slack/types";
import { choice, mrkdwn, plain } from "./gallery-objects.ts";

/** The blocks one can press, choose or type in. */
export const actingBlocks: Readonly<Record<string, KnownBlock>> = {
  actions: {
    type: "actions",
    block_id: "actions",
    elements: [
      {
        type: "button",
        action_id: "approve",
        text: plain("Approve"),
        style: "primary",
        value: "yes",
      },
      {
        type: "button",
        action_id: "void",
        text: plain("Void payout"),
        style: "danger",
        confirm: {
          title: plain("Void po_0017?"),
          text: mrkdwn("The partner is told at once. *This cannot be undone.*"),
          confirm: plain("Void it"),
          deny: plain("Keep it"),
          style: "danger",
        },
      },
      {
        type: "static_select",
        action_id: "partner",
        placeholder: plain("Partner"),
        options: [choice("Northwind Deals", "prt_001"), choice("Coupon Harbour", "prt_002")],
      },
      {
        type: "external_select",
        action_id: "campaign",
        placeholder: plain("Campaign"),
        min_query_length: 1,
      },
      { type: "users_select", action_id: "owner", placeholder: plain("Owner") },
      { type: "channels_select", action_id: "where", placeholder: plain("Channel") },
      { type: "datepicker", action_id: "due", initial_date: "2026-11-25" },
      {
        type: "overflow",
        action_id: "more",
        options: [choice("Snooze a day", "snooze"), choice("Assign to me", "assign")],
      },
      {
        type: "radio_buttons",
        action_id: "basis",
        options: [choice("Event date", "event"), choice("Paid date", "paid")],
      },
      {
        type: "checkboxes",
        action_id: "sides",
        options: [choice("Expected", "expected"), choice("Actual", "actual")],
      },
    ],
  },
  card: {
    type: "card",
    block_id: "card",
    title: mrkdwn("*Coupon Harbour*"),
    subtitle: mrkdwn("prt_002"),
    body: mrkdwn("12 commissions in a failed payout, $1,787.91"),
    actions: [{ type: "button", action_id: "open-partner", text: plain("Open partner") }],
  },
  carousel: {
    type: "carousel",
    block_id: "carousel",
    elements: [
      { type: "card", title: mrkdwn("Atlas Reviews"), body: mrkdwn("4 duplicates") },
      { type: "card", title: mrkdwn("Northwind Deals"), body: mrkdwn("nothing to do") },
    ],
  },
  context_actions: {
    type: "context_actions",
    block_id: "context_actions",
    elements: [
      {
        type: "feedback_buttons",
        action_id: "useful",
        positive_button: { text: plain("Useful"), value: "useful" },
        negative_button: { text: plain("Noise"), value: "noise" },
      },
      { type: "icon_button", action_id: "delete", icon: "trash", text: plain("Delete") },
    ],
  },
};
