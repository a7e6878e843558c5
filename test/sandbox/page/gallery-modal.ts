import type { BoxView } from "#sandbox/contract.ts";
import { choice, mrkdwn, plain } from "./gallery-objects.ts";

/** A runbook form with one input of most kinds. */
export const modalView: BoxView = {
  id: "V1",
  hash: "1.a",
  user: "U1",
  view: {
    type: "modal",
    callback_id: "runbook-form",
    title: plain("Payout mismatch"),
    submit: plain("Run"),
    close: plain("Cancel"),
    blocks: [
      {
        type: "section",
        block_id: "about",
        text: mrkdwn("Why payouts and commissions differ, *to the cent*."),
      },
      {
        type: "input",
        block_id: "source",
        label: plain("Source"),
        element: {
          type: "static_select",
          action_id: "value",
          initial_option: choice("acme", "acme"),
          options: [choice("acme", "acme"), choice("northwind", "northwind")],
        },
      },
      {
        type: "input",
        block_id: "window",
        label: plain("Window"),
        hint: plain("A month (2026-10) or days (2026-10-01..2026-10-31)."),
        element: { type: "plain_text_input", action_id: "value", initial_value: "2026-10" },
      },
      {
        type: "input",
        block_id: "due",
        label: plain("Due"),
        optional: true,
        element: { type: "datepicker", action_id: "value" },
      },
      {
        type: "input",
        block_id: "partner",
        label: plain("Partner"),
        optional: true,
        element: { type: "external_select", action_id: "value", min_query_length: 1 },
      },
      {
        type: "input",
        block_id: "statuses",
        label: plain("Statuses"),
        optional: true,
        element: {
          type: "multi_static_select",
          action_id: "value",
          options: [choice("approved", "approved"), choice("paid", "paid"), choice("held", "held")],
        },
      },
      {
        type: "input",
        block_id: "basis",
        label: plain("Date basis"),
        element: {
          type: "radio_buttons",
          action_id: "value",
          initial_option: choice("Event", "event"),
          options: [choice("Event", "event"), choice("Paid", "paid")],
        },
      },
      {
        type: "input",
        block_id: "tolerance",
        label: plain("Tolerance"),
        optional: true,
        element: { type: "number_input", action_id: "value", is_decimal_allowed: true },
      },
    ],
  },
};

export const homeView: BoxView = {
  id: "V9",
  hash: "1",
  user: "U1",
  view: {
    type: "home",
    blocks: [
      { type: "header", block_id: "h", text: plain("Waiting for you") },
      {
        type: "section",
        block_id: "s",
        text: { type: "mrkdwn", text: "*Confirm the tab* in payout-mismatch" },
        accessory: { type: "button", action_id: "answer", text: plain("Answer") },
      },
    ],
  },
};
