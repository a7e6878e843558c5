import type { KnownBlock } from "@slack/types";
import type { BoxMessage, BoxState } from "#sandbox/contract.ts";
import { blocks } from "./gallery-blocks.ts";
import { chartFile, csvFile, jsonFile } from "./gallery-files.ts";

const started = new Date("2026-11-20T09:12:00Z").getTime() / 1000;

function ts(minutes: number): string {
  return (started + minutes * 60).toFixed(6);
}

const users = [
  {
    id: "U1",
    name: "maya",
    real_name: "Maya Okafor",
    title: "Affiliate manager",
    is_bot: false,
    color: "#7a5cc4",
  },
  {
    id: "U2",
    name: "jonas",
    real_name: "Jonas Berg",
    title: "Finance",
    is_bot: false,
    color: "#2f7f86",
  },
  {
    id: "U3",
    name: "priya",
    real_name: "Priya Nair",
    title: "Integration engineer",
    is_bot: false,
    color: "#b8592f",
  },
  {
    id: "B1",
    name: "countercheck",
    real_name: "Countercheck",
    title: "App",
    is_bot: true,
    color: "#4752c4",
  },
];

const hostileText =
  "<img src=x onerror=window.hacked=1> &lt;script&gt;window.hacked=1&lt;/script&gt; <javascript:window.hacked=1|press me>";

function some(...names: readonly string[]): KnownBlock[] {
  return names.map((name) => blocks[name]).filter((block) => block !== undefined);
}

function message(minutes: number, user: string, rest: Partial<BoxMessage>): BoxMessage {
  return { channel: "C1", ts: ts(minutes), user, text: "", ...rest };
}

export const runTs = ts(8);

/** A workspace whose channel tells a short story and whose #gallery holds every block. */
export function galleryState(): BoxState {
  const story = [
    message(0, "U1", {
      text: "Morning. The October batch goes out on Wednesday, <@U2> wants a check before that.",
    }),
    message(1, "U2", {
      text: "Yes please. Last month we were *$40 short* and nobody could say why.",
    }),
    message(1.5, "U2", { text: "I have the bank file here if it helps: `settlement-2026-10.csv`" }),
    message(7, "U1", { text: "/runbook payout-mismatch :eyes:" }),
    message(8, "B1", {
      text: "Payout mismatch",
      blocks: some("section", "plan", "context", "context_actions"),
    }),
    message(9, "B1", {
      thread_ts: runTs,
      text: "Filter context",
      blocks: some("header", "fields"),
    }),
    message(9.5, "B1", { thread_ts: runTs, text: "The gap", files: [chartFile] }),
    message(10, "B1", {
      thread_ts: runTs,
      text: "Offending rows",
      blocks: some("data_table"),
      files: [csvFile, jsonFile],
    }),
    message(11, "U2", {
      thread_ts: runTs,
      text: "That is the transfer the bank sent back on the 3rd. I'll void it.",
    }),
    message(12, "B1", { ephemeral_to: "U1", text: "Did you mean `/runbook payout-mismatch`?" }),
    message(12, "B1", { ts: ts(12.5), ephemeral_to: "U2", text: "Only for Jonas" }),
    message(13, "U3", { text: hostileText }),
  ];
  const gallery = Object.entries(blocks).map(([name, block], index) => ({
    ...message(index, "B1", { text: name, blocks: [block] }),
    channel: "C4",
  }));
  const odd = [
    { type: "hologram", block_id: "odd" },
    { type: "section", block_id: "broken", fields: 7 },
  ] as unknown as KnownBlock[];
  const hostile = [
    {
      type: "markdown",
      block_id: "hm",
      text: "Hello <script>window.hacked=1</script><img src=x onerror='window.hacked=1'> [press](javascript:window.hacked=1) <style>body{display:none}</style>",
    },
    {
      type: "image",
      block_id: "hi",
      image_url: "javascript:window.hacked=1",
      alt_text: "nothing here",
    },
    {
      type: "rich_text",
      block_id: "hr",
      elements: [
        {
          type: "rich_text_section",
          elements: [{ type: "link", url: "javascript:window.hacked=1", text: "harmless" }],
        },
      ],
    },
  ] as KnownBlock[];
  return {
    team: { id: "T1", name: "Countercheck demo" },
    users,
    channels: [
      {
        id: "C1",
        name: "affiliate-ops",
        topic: "Payouts, partners and the numbers between them",
        members: ["U1", "U2", "U3", "B1"],
      },
      { id: "C2", name: "finance", topic: "Month close", members: ["U1", "U2", "B1"] },
      { id: "C3", name: "general", topic: "", members: ["U1", "U2", "U3"] },
      { id: "C4", name: "gallery", topic: "Every block", members: ["U1"] },
    ],
    messages: [
      ...story,
      { channel: "C2", ts: ts(3), user: "U2", text: "September is closed." },
      ...gallery,
      { ...message(40, "B1", { text: "odd", blocks: odd }), channel: "C4" },
      { ...message(41, "B1", { text: "hostile", blocks: hostile }), channel: "C4" },
    ],
    views: [],
    commands: [
      {
        command: "/runbook",
        description: "Run a runbook",
        usage_hint: "payout-mismatch source=acme window=2026-10",
      },
      { command: "/check", description: "Run checks", usage_hint: "daily | weekly | monthly" },
      { command: "/evidence", description: "Package the evidence of a run", usage_hint: "[run]" },
    ],
    shortcuts: [
      {
        name: "Run runbook here",
        callback_id: "run_runbook_here",
        description: "Start a runbook in this thread",
      },
    ],
    groups: [{ id: "S1", name: "Finance", handle: "finance", users: ["U2"] }],
    pins: [],
    homes: [],
    connected: true,
    far_side_fails: null,
  };
}
