import { expect, test } from "vitest";

import check from "#checks/monthly/members-without-mfa.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function member(id: string, mfa: string | null, more: Row = {}): Row {
  return { member_id: id, email: `${id}@acme.example`, role: "analyst", mfa, ...more };
}

test("everybody with a second factor passes", async () => {
  const result = await judged(check, { members: [member("ann", "true")] }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("0 of 1 member sign in without a second factor.");
});

test("one without is a warning, an admin without fails and is told first", async () => {
  const members = [member("ann", "true"), member("ben", "false")];
  const admin = member("victor", "false", { role: "owner" });

  expect((await judged(check, { members }, window)).outcome).toBe("warn");
  const result = await judged(check, { members: [...members, admin] }, window);
  expect(result).toMatchObject({ outcome: "fail", metric: 2 });
  expect(result.text).toBe(
    "2 of 3 members sign in without a second factor: victor@acme.example (owner) and ben@acme.example (analyst).",
  );
});

test("of whom it is not known is said, never taken for a pass", async () => {
  const result = await judged(
    check,
    { members: [member("ann", "true"), member("ben", null)] },
    window,
  );

  expect(result).toMatchObject({ outcome: "warn", metric: 0 });
  expect(result.text).toContain("Of 1 member it is not known.");
});

test("keys and leavers have no second factor to miss", async () => {
  const members = [
    member("ann", "true"),
    member("key", "false", { kind: "api_key" }),
    member("gone", "false", { status: "left" }),
  ];

  expect((await judged(check, { members }, window)).outcome).toBe("pass");
});

test("no person is no data", async () => {
  const members = [member("key", "false", { kind: "api_key" })];

  expect((await judged(check, { members }, window)).outcome).toBe("no_data");
  expect((await judged(check, { members: [] }, window)).outcome).toBe("no_data");
});
