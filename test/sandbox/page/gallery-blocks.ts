import type { KnownBlock } from "@slack/types";
import { actingBlocks } from "./gallery-acting-blocks.ts";
import { amount, mrkdwn, plain, raw, rich } from "./gallery-objects.ts";

/** Every block type of @slack/types, by its name. */
export const blocks: Readonly<Record<string, KnownBlock>> = {
  ...actingBlocks,
  header: { type: "header", block_id: "header", text: plain("Payout mismatch, October 2026") },
  section: {
    type: "section",
    block_id: "section",
    text: mrkdwn(
      "Payouts are *$164.02 below* commissions. See <https://example.com/runs/41|run 41>, _three causes_, ~none~ unexplained, `cm_0017`, <@U2> in <#C2>, :warning: since <!date^1761955200^{date_short} at {time}|1 Nov>.",
    ),
    accessory: { type: "button", action_id: "rerun", text: plain("Run again"), value: "41" },
  },
  fields: {
    type: "section",
    block_id: "fields",
    fields: [
      mrkdwn("*Source*\nacme"),
      mrkdwn("*Window*\n2026-10-01 to 2026-10-31"),
      mrkdwn("*Timezone*\nAmerica/New_York"),
      mrkdwn("*Currency*\nUSD"),
    ],
  },
  mrkdwn: {
    type: "section",
    block_id: "mrkdwn",
    text: mrkdwn(
      "> Paid twice on the 3rd\n> and once on the 4th\n• `payout_failed`\n• `paid_duplicate`\n1. Ask Impact\n2. Pay again\n```po_0017  failed    -1787.91\npo_0023  completed   84.00```",
    ),
  },
  context: {
    type: "context",
    block_id: "context",
    elements: [
      mrkdwn("Asked by <@U1>"),
      plain("2026-11-20 09:12 EST"),
      mrkdwn("sha256 `9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08`"),
    ],
  },
  divider: { type: "divider", block_id: "divider" },
  image: {
    type: "image",
    block_id: "image",
    image_url: "/box/files/F1",
    alt_text: "Waterfall of the gap",
    title: plain("The gap, cause by cause"),
  },
  table: {
    type: "table",
    block_id: "table",
    column_settings: [{}, { align: "right" }, { align: "right" }],
    rows: [
      [raw("Cause"), raw("Amount"), raw("Rows")],
      [raw("payout_failed"), raw("−1,787.91"), raw("12")],
      [raw("paid_duplicate"), raw("1,204.20"), raw("4")],
      [rich("unexplained"), raw("0.00"), raw("0")],
    ],
  },
  data_table: {
    type: "data_table",
    block_id: "data_table",
    caption: "Offending rows",
    page_size: 5,
    rows: [
      [raw("Commission"), raw("Partner"), raw("Amount"), raw("Cause")],
      ...Array.from({ length: 12 }, (_, index) => [
        raw(`cm_${String(index + 1).padStart(4, "0")}`),
        raw(["Northwind Deals", "Coupon Harbour", "Atlas Reviews"][index % 3] ?? ""),
        amount([12.5, 84, 9.99, 230.1][index % 4] ?? 0),
        raw(["payout_failed", "paid_duplicate"][index % 2] ?? ""),
      ]),
    ],
  },
  plan: {
    type: "plan",
    block_id: "plan",
    title: "Payout mismatch",
    tasks: [
      {
        type: "task_card",
        task_id: "1",
        title: "Fix the filter context",
        status: "complete",
        output: rich("2026-10, America/New_York, USD"),
      },
      {
        type: "task_card",
        task_id: "2",
        title: "Export commissions",
        status: "complete",
        details: rich("acme, commissions*.csv"),
        output: rich("1,204 rows, no rejects"),
      },
      {
        type: "task_card",
        task_id: "3",
        title: "Export payouts",
        status: "in_progress",
        output: rich("reading payouts.csv"),
      },
      { type: "task_card", task_id: "4", title: "Reconcile", status: "pending" },
      {
        type: "task_card",
        task_id: "5",
        title: "Ask the platform",
        status: "error",
        details: rich("impact answered 401 for payouts: is the token still valid?"),
        sources: [{ type: "url", url: "https://example.com/status", text: "Status page" }],
      },
    ],
  },
  task_card: {
    type: "task_card",
    block_id: "task_card",
    task_id: "9",
    title: "Seal the package",
    status: "complete",
    output: rich("41 items"),
  },
  alert: {
    type: "alert",
    block_id: "alert",
    level: "warning",
    text: mrkdwn("The exports differ in *timezone*."),
  },
  rich_text: {
    type: "rich_text",
    block_id: "rich_text",
    elements: [
      {
        type: "rich_text_section",
        elements: [
          { type: "text", text: "Ask " },
          { type: "user", user_id: "U2" },
          { type: "text", text: " about ", style: { italic: true } },
          { type: "text", text: "po_0017", style: { code: true } },
          { type: "text", text: " in " },
          { type: "channel", channel_id: "C2" },
          { type: "text", text: " " },
          { type: "link", url: "https://example.com/po_0017", text: "the payout" },
          { type: "text", text: " " },
          { type: "emoji", name: "eyes" },
        ],
      },
      {
        type: "rich_text_list",
        style: "ordered",
        elements: [
          { type: "rich_text_section", elements: [{ type: "text", text: "Void it" }] },
          {
            type: "rich_text_section",
            elements: [{ type: "text", text: "Pay again", style: { bold: true } }],
          },
        ],
      },
      { type: "rich_text_quote", elements: [{ type: "text", text: "Bank refused the account" }] },
      {
        type: "rich_text_preformatted",
        elements: [{ type: "text", text: "code: R03\nreason: no account" }],
      },
    ],
  },
  markdown: {
    type: "markdown",
    block_id: "markdown",
    text: "## What to do next\n\n1. **Void** po_0017\n2. Pay `cm_0017` again\n\n| side | amount |\n| --- | ---: |\n| expected | 1234.56 |\n\n[Runbook](https://example.com/runbook)",
  },
  container: {
    type: "container",
    block_id: "container",
    title: plain("Filter context"),
    subtitle: plain("sha256 9f86d0"),
    is_collapsible: true,
    child_blocks: [{ type: "section", text: mrkdwn("Statuses: *approved, processed, paid*") }],
  },
  file: { type: "file", block_id: "file", source: "remote", external_id: "ext-41" },
  video: {
    type: "video",
    block_id: "video",
    title: plain("How a payout fails"),
    video_url: "https://example.com/embed/1",
    thumbnail_url: "https://example.com/1.png",
    alt_text: "A short film",
    provider_name: "Example",
  },
};
