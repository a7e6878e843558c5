import { tmpdir } from "node:os";

import { expect, test } from "vitest";

import { type } from "./command-line.ts";

test("runbooks are listed with what they ask, with --json as a document", async () => {
  const [read, document] = await Promise.all([
    type(tmpdir(), "runbook", "list"),
    type(tmpdir(), "runbook", "list", "--json"),
  ]);

  expect([read.status, document.status]).toEqual([0, 0]);
  expect(read.output).toContain("payout-mismatch\n  Affiliate payout mismatch.");
  expect(JSON.parse(document.output)).toContainEqual(
    expect.objectContaining({
      id: "payout-mismatch",
      parameters: ["source", "window", "timezone", "currency", "program", "partner", "date_basis"],
    }),
  );
});
