import { randomBytes } from "node:crypto";

import type { BoxChannel, BoxGroup, BoxUser } from "#sandbox/contract.ts";

import type { Entry, Installation } from "./entry.ts";

const botUserId = "U0CCBOT001";

const users: readonly BoxUser[] = [
  person("U0MAYA0001", "maya", "Maya Lindqvist", "Affiliate manager", "#7a4fbf"),
  person("U0TOMAS002", "tomas", "Tomás Ferreira", "Finance", "#b4541f"),
  person("U0INES0005", "ines", "Inês Duarte", "Finance controller", "#8a3f6b"),
  person("U0PRIYA003", "priya", "Priya Raman", "Integration engineer", "#1f7a6b"),
  person("U0JONAS004", "jonas", "Jonas Weber", "Partner support", "#2f62b5"),
  {
    id: botUserId,
    name: "countercheck",
    real_name: "Countercheck",
    title: "Reconciles to the cent",
    is_bot: true,
    color: "#25313c",
  },
];

const groups: readonly BoxGroup[] = [
  group("S0AFFILIAT", "affiliate-managers", "Affiliate managers", "U0MAYA0001"),
  group("S0FINANCE1", "finance", "Finance", "U0TOMAS002", "U0INES0005"),
  group("S0ENGINEER", "engineering", "Integration engineering", "U0PRIYA003"),
  group("S0SUPPORT1", "support", "Partner support", "U0JONAS004"),
];

const everyone = users.map(({ id }) => id);
const people = everyone.filter((id) => id !== botUserId);

const channels: readonly BoxChannel[] = [
  {
    id: "C0AFFILOPS",
    name: "affiliate-ops",
    topic: "Runbooks, checks and what to do about them",
    members: everyone,
  },
  {
    id: "C0FINANCE1",
    name: "finance",
    topic: "Payout runs and the month close",
    members: everyone,
  },
  {
    id: "C0APPROVAL",
    name: "payout-approvals",
    topic: "Who approves which batch; private",
    is_private: true,
    members: ["U0MAYA0001", "U0TOMAS002", "U0INES0005", botUserId],
  },
  { id: "C0GENERAL1", name: "general", topic: "Everyone, everything", members: everyone },
  { id: "C0RANDOM01", name: "random", topic: "The bot has not been invited here", members: people },
];

/** The workspace as somebody finds it who opens it for the first time; its tokens are made once. */
export function firstDay(): Entry[] {
  const installation: Installation = {
    teamId: "T0CCDEMO01",
    teamName: "Countercheck demo",
    teamDomain: "countercheck-demo",
    appId: "A0CCAPP001",
    botId: "B0CCBOT001",
    botUserId,
    botToken: `xoxb-${randomBytes(24).toString("hex")}`,
    appToken: `xapp-1-${randomBytes(24).toString("hex")}`,
  };
  return [
    ...users.map((user): Entry => ({ type: "user", user })),
    ...channels.map((channel): Entry => ({ type: "channel", channel })),
    // Last: a first start that was killed half-way is done again.
    { type: "installation", installation },
  ];
}

/** What a workspace that is older than its user groups gets when it is opened again. */
export function laterEntries(): Entry[] {
  return groups.map((each) => ({ type: "group", group: each }));
}

function group(id: string, handle: string, name: string, ...members: string[]): BoxGroup {
  return { id, handle, name, users: members };
}

function person(id: string, name: string, realName: string, title: string, color: string): BoxUser {
  return { id, name, real_name: realName, title, is_bot: false, color };
}
