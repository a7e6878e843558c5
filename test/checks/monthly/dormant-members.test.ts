import { expect, test } from "vitest";

import check from "#checks/monthly/dormant-members.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function member(id: string, lastActive: string | null, more: Row = {}): Row {
  return {
    member_id: id,
    email: `${id}@acme.example`,
    role: "analyst",
    last_active_at: lastActive,
    ...more,
  };
}

const ann = member("ann", "2026-10-30T12:00:00Z");

test("members who were all active pass", async () => {
  const members = [ann, member("ben", "2026-08-05T12:00:00Z")];

  const result = await judged(check, { members }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("All 2 members were active within 90 days.");
});

test("a dormant analyst is a warning, a dormant admin fails and is told first", async () => {
  const analyst = member("ben", "2026-07-01T12:00:00Z");
  const admin = member("victor", "2026-04-01T12:00:00Z", { role: "admin" });

  expect((await judged(check, { members: [ann, analyst] }, window)).outcome).toBe("warn");
  const result = await judged(check, { members: [ann, analyst, admin] }, window);
  expect(result).toMatchObject({ outcome: "fail", metric: 2, atRisk: "0" });
  expect(result.text).toBe(
    "2 of 3 members not active for more than 90 days: victor@acme.example (admin, 214 days) and ben@acme.example (analyst, 123 days).",
  );
});

test("whoever was never active is dormant; leavers, keys and the invited are not judged", async () => {
  const members = [
    member("never", null),
    member("gone", "2025-01-01T12:00:00Z", { status: "Deactivated" }),
    member("key", "2025-01-01T12:00:00Z", { kind: "api_key" }),
    member("soon", null, { status: "invited" }),
  ];

  const result = await judged(check, { members }, window);

  expect(result.text).toBe(
    "1 of 1 member not active for more than 90 days: never@acme.example (analyst, never active).",
  );
});

test("age is measured at the month's end in the reporting timezone", async () => {
  const days = async (timezone: string) => {
    const settings = { days: 1 };
    const members = [member("ann", "2026-10-31T01:00:00Z")];
    return (await judged(check, { members }, { ...window, timezone, settings })).metric;
  };

  expect(await days("America/New_York")).toBe(0);
  expect(await days("Pacific/Pago_Pago")).toBe(0);
  const members = [member("ann", "2026-10-30T23:59:59Z")];
  expect((await judged(check, { members }, { ...window, settings: { days: 1 } })).metric).toBe(1);
});

test("an export of keys alone is no data, one without the column not available", async () => {
  const members = [member("key", null, { kind: "api_key" })];
  const available = { members: ["member_id", "email"] };

  expect((await judged(check, { members }, window)).outcome).toBe("no_data");
  expect((await judged(check, { members }, { ...window, available })).outcome).toBe(
    "not_available",
  );
});

test("of more than are kept as evidence all are counted", async () => {
  const members = Array.from({ length: 1002 }, (_, index) => member(`m${index}`, null));

  const result = await judged(check, { members }, window);

  expect(result).toMatchObject({ outcome: "warn", metric: 1002 });
  expect(result.text).toMatch(/^1,002 of 1,002 members .* and 999 more\.$/);
  expect(result.rows).toHaveLength(1000);
});
