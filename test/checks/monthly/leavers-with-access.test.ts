import { expect, test } from "vitest";

import check from "#checks/monthly/leavers-with-access.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function leaver(more: Row = {}): Row {
  return {
    member_id: "paul",
    email: "Paul@acme.example",
    role: "analyst",
    status: "deactivated",
    last_active_at: "2026-07-01T12:00:00Z",
    ...more,
  };
}

const left = {
  changed_at: "2026-10-03T09:00:00Z",
  module: "members",
  after: "paul@acme.example deactivated",
};

test("a leaver of old passes, and so does nobody having left", async () => {
  const result = await judged(check, { members: [leaver()] }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("1 member left, none of them active since, with a key or as an admin.");
  expect((await judged(check, { members: [leaver({ status: "active" })] }, window)).text).toBe(
    "Nobody is marked as having left.",
  );
});

test("a leaver who was active after leaving fails", async () => {
  const members = [leaver({ last_active_at: "2026-10-20T12:00:00Z" })];

  const result = await judged(check, { members, config_changes: [left] }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 1 });
  expect(result.text).toBe(
    "1 of 1 member who left may still have access: Paul@acme.example was active on 2026-10-20, after leaving on 2026-10-03.",
  );
});

test("activity before the leaving is none, and of one whose leaving nobody dated it is a warning", async () => {
  const before = [leaver({ last_active_at: "2026-10-02T12:00:00Z" })];

  expect((await judged(check, { members: before, config_changes: [left] }, window)).outcome).toBe(
    "pass",
  );
  expect(await judged(check, { members: before }, window)).toMatchObject({
    outcome: "warn",
    metric: 1,
  });
});

test("a key under the same address, and a role that may do everything, fail", async () => {
  const key = { member_id: "key-1", email: "paul@acme.example", kind: "api_key", status: "active" };

  const withKey = await judged(check, { members: [leaver(), key] }, window);
  const admin = await judged(check, { members: [leaver({ role: "admin" })] }, window);

  expect(withKey.text).toContain("Paul@acme.example holds the key key-1.");
  expect(admin).toMatchObject({ outcome: "fail", rows: [{ why: "is still admin" }] });
  const revoked = { ...key, status: "revoked" };
  expect((await judged(check, { members: [leaver(), revoked] }, window)).outcome).toBe("pass");
});

test("the month ends at midnight in the reporting timezone", async () => {
  const on = async (last_active_at: string) =>
    (await judged(check, { members: [leaver({ last_active_at })] }, window)).outcome;

  expect(await on("2026-11-01T03:59:59Z")).toBe("warn");
  expect(await on("2026-11-01T04:00:00Z")).toBe("pass");
});

test("an empty export is no data", async () => {
  expect((await judged(check, { members: [] }, window)).outcome).toBe("no_data");
});
