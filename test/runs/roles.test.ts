import { expect, test } from "vitest";

import type { Role, Roles } from "#model/roles.ts";
import { mayDo } from "#runs/roles.ts";

const role = (more: Partial<Role>): Role => ({
  users: [],
  groups: [],
  channels: [],
  may: [],
  runbooks: [],
  ...more,
});
const roles: Roles = new Map([
  ["operators", role({ users: ["U1"], may: ["start"], channels: ["C1"] })],
  ["finance", role({ groups: ["S1"], may: ["approve", "start"], runbooks: ["payout-mismatch"] })],
]);
const deed = { runbook: "payout-mismatch", role: null };
const person = (user: string, groups: string[] = [], channel = "C1") => ({ user, groups, channel });

test("without roles everybody may do everything", () => {
  expect(mayDo(new Map(), person("U9"), "approve", { ...deed, role: "finance" })).toBe(null);
});

test("what no role is given is open to everybody", () => {
  expect(mayDo(roles, person("U9"), "answer", deed)).toBe(null);
});

test("a user and a member of a group may, anybody else is told who can", () => {
  expect(mayDo(roles, person("U1"), "start", deed)).toBe(null);
  expect(mayDo(roles, person("U9", ["S1"]), "start", deed)).toBe(null);
  expect(mayDo(roles, person("U9"), "start", deed)).toBe(
    "You may not start payout-mismatch. Ask operators or finance (<@U1>, <!subteam^S1>).",
  );
});

test("a role counts in its channels and for its runbooks only", () => {
  expect(mayDo(roles, person("U1", [], "C2"), "start", deed)).toBe(
    "You may not start payout-mismatch in this channel. Ask operators or finance (<@U1>, <!subteam^S1>).",
  );
  const other = { runbook: "export-mismatch", role: null };
  expect(mayDo(roles, person("U9", ["S1"]), "start", other)).toContain("Ask operators");
});

test("the role a step asks for decides alone", () => {
  const asked = { ...deed, role: "finance" };
  expect(mayDo(roles, person("U1"), "answer", asked)).toContain("Ask finance");
  expect(mayDo(roles, person("U9", ["S1"]), "answer", asked)).toBe(null);
});

test("a role that no role is called lets nobody through, whoever else may approve", () => {
  const asked = { ...deed, role: "fynance" };
  for (const user of [person("U1"), person("U9", ["S1"])]) {
    expect(mayDo(roles, user, "approve", asked)).toBe(
      'Nobody may approve payout-mismatch: no role is called "fynance" in the configuration. Add it to roles: there, or cancel the run and mend the runbook.',
    );
  }
});
