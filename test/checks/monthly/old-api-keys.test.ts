import { expect, test } from "vitest";

import check from "#checks/monthly/old-api-keys.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const window = { window: "2026-10" };

function key(id: string, lastUsed: string | null, more: Row = {}): Row {
  return {
    member_id: id,
    email: id,
    role: "read",
    kind: "api_key",
    last_active_at: lastUsed,
    ...more,
  };
}

test("keys in use pass, and no key is none to worry about", async () => {
  const members = [key("shop", "2026-10-31T12:00:00Z")];
  const person = { member_id: "ann", kind: "user", last_active_at: "2026-01-01T00:00:00Z" };

  const result = await judged(check, { members }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 0 });
  expect(result.text).toBe("1 API key, each used within 90 days.");
  expect((await judged(check, { members: [person] }, window)).text).toBe("There is no API key.");
});

test("an unused key is a warning, and fails where it may change everything", async () => {
  const used = key("shop", "2026-10-31T12:00:00Z");
  const old = key("migration", "2025-10-05T12:00:00Z");

  expect((await judged(check, { members: [used, old] }, window)).outcome).toBe("warn");
  const result = await judged(check, { members: [used, { ...old, role: "admin" }] }, window);
  expect(result).toMatchObject({ outcome: "fail", metric: 1 });
  expect(result.text).toBe(
    "1 of 2 API keys not used for more than 90 days: migration (admin, unused for 392 days).",
  );
});

test("a key that was never used is old, a revoked one is gone", async () => {
  const members = [key("new", null), key("gone", null, { status: "revoked" })];

  const result = await judged(check, { members }, window);

  expect(result.text).toBe(
    "1 of 1 API key not used for more than 90 days: new (read, never used).",
  );
});

test("days are counted to the month's end, over the hour that clocks go back", async () => {
  const used = (at: string) => ({ members: [key("shop", at)] });
  const asked = { ...window, settings: { days: 7 } };

  expect((await judged(check, used("2026-10-25T00:00:00Z"), asked)).metric).toBe(0);
  expect((await judged(check, used("2026-10-24T23:59:59Z"), asked)).metric).toBe(1);
});

test("an export that does not tell keys from people is not available", async () => {
  const available = { members: ["member_id", "last_active_at"] };

  const result = await judged(check, { members: [key("shop", null)] }, { ...window, available });

  expect(result.outcome).toBe("not_available");
  expect((await judged(check, { members: [] }, window)).outcome).toBe("no_data");
});
