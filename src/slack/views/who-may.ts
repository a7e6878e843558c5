import type { RichTextElement } from "@slack/types";

import type { Prompt } from "#model/prompt.ts";
import type { Role, Roles } from "#model/roles.ts";
import type { Run } from "#runs/announcer.ts";
import { rolesFor } from "#runs/roles.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import { person } from "#slack/rich-text.ts";

/** Names shown at most; a user group stands for all of its people. */
const most = 6;

/** Whom a prompt is for, to be called by name: who it was handed to, those of its role, else who asked for the run. */
export function askedOf(run: Run, prompt: Prompt, roles: Roles): RichTextElement[] {
  if (prompt.assignee !== null) return [person(prompt.assignee)];
  const allowed = rolesOf(run, prompt, roles);
  if (allowed?.length === 0) return [];
  const holders = holdersOf(allowed ?? []).filter(
    (each) =>
      !prompt.excludesRequester || each.type !== "user" || each.user_id !== run.requested_by,
  );
  if (holders.length > 0 && (prompt.role !== null || prompt.excludesRequester)) return holders;
  return prompt.excludesRequester ? [] : [person(run.requested_by)];
}

/** Who may answer a prompt, as a sentence in mrkdwn. */
export function whoMay(run: Run, prompt: Prompt, roles: Roles): string {
  const except = prompt.excludesRequester
    ? `, but not <@${run.requested_by}>, who asked for the run`
    : "";
  if (prompt.assignee !== null)
    return `Handed over to <@${prompt.assignee}>, who alone answers it.`;
  const deed = prompt.actions.includes("approve") ? "approve" : "answer";
  const allowed = rolesOf(run, prompt, roles)?.map(([name]) => `*${escapeWithin(name, 60)}*`);
  if (allowed?.length === 0) {
    return `Nobody may ${deed}: no role is called *${escapeWithin(prompt.role ?? "", 60)}*.`;
  }
  const names = allowed?.slice(0, most).join(" or ") ?? "Anybody here";
  return `${names} may ${deed}${except}.`;
}

function rolesOf(run: Run, prompt: Prompt, roles: Roles): ReturnType<typeof rolesFor> {
  const action = prompt.actions.includes("approve") ? "approve" : "answer";
  return rolesFor(roles, action, { runbook: run.runbook, role: prompt.role });
}

function holdersOf(roles: readonly (readonly [string, Role])[]): RichTextElement[] {
  const groups = roles.flatMap(([, role]) => role.groups);
  const users = roles.flatMap(([, role]) => role.users);
  return [
    ...[...new Set(groups)].map((id) => ({ type: "usergroup" as const, usergroup_id: id })),
    ...[...new Set(users)].map(person),
  ].slice(0, most);
}
