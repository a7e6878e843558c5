import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";

import { expect, test } from "vitest";

import { program, type } from "./command-line.ts";

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

test("who stops reading the list gets no fault", async () => {
  const listing = spawn(process.execPath, [program, "runbook", "list"], { cwd: tmpdir() });
  listing.stdout.destroy();

  const [said, [status]] = await Promise.all([text(listing.stderr), once(listing, "close")]);

  expect({ status, said }).toEqual({ status: 0, said: "" });
});
