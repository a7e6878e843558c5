import { expect, test } from "vitest";

import { titleOf } from "#model/judged-check.ts";

test.each([
  ["stuck-payouts", "Stuck payouts"],
  ["old-api-keys", "Old API keys"],
  ["members-without-mfa", "Members without MFA"],
])("%s is headed %s", (check, title) => {
  expect(titleOf({ check })).toBe(title);
});
