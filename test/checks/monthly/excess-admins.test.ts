import { expect, test } from "vitest";

import check from "#checks/monthly/excess-admins.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function members(...roles: (string | null)[]): Row[] {
  return roles.map((role, at) => ({ member_id: `m${at}`, email: `m${at}@acme.example`, role }));
}

test("an owner and two admins of a small team pass", async () => {
  const result = await judged(
    check,
    { members: members("owner", "admin", "admin", "analyst") },
    window,
  );

  expect(result).toMatchObject({ outcome: "pass", metric: 3, rows: [] });
});

test("one more is a warning that names them, keys among them", async () => {
  const key = { member_id: "key", email: "key-old", role: "admin", kind: "api_key" };

  const result = await judged(
    check,
    { members: [...members("owner", "admin", "admin"), key] },
    window,
  );

  expect(result).toMatchObject({ outcome: "warn", metric: 4, expected: { from: 1, to: 3 } });
  expect(result.text).toBe(
    "4 of 4 members and keys may change everything (100%), at most 3 expected; 1 key among them: key-old (admin), m1@acme.example (admin), m2@acme.example (admin) and m0@acme.example (owner).",
  );
});

test("a large team may have a tenth, and whoever left does not count", async () => {
  const many = members(
    "owner",
    ...Array.from({ length: 4 }, () => "admin"),
    ...Array.from({ length: 45 }, () => "analyst"),
  );
  const gone = { member_id: "gone", role: "admin", status: "left" };

  expect((await judged(check, { members: [...many, gone] }, window)).outcome).toBe("pass");
});

test("nobody in charge is a warning too", async () => {
  const result = await judged(check, { members: members("analyst", null) }, window);

  expect(result).toMatchObject({ outcome: "warn", metric: 0 });
  expect(result.text).toBe("Of 2 members none is an owner or admin by their role.");
});

test("nobody who has access is no data", async () => {
  const gone = { member_id: "gone", role: "admin", status: "left" };

  expect((await judged(check, { members: [gone] }, window)).outcome).toBe("no_data");
});
