import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "vitest";

import { ben, closed, closing, draftOf, messagesIn, october } from "./closing.ts";

const asked = "checks: { open-month: {} }\n";
const open =
  "2026-10 waits to be closed: 1 approved commission without a payout ($7.25). Nothing failed or is unexplained.";
const settled = {
  "exports/commissions.csv": `commission_id,status,amount,currency,created_at,conversion_id,partner_id,program_id,payout_id
cm_1,paid,120.50,USD,2026-10-02T12:00:00Z,cv_1,prt_1,prg_1,po_1
`,
};

test("a month that is not ready is refused with what is open, and closed with a reason that its summary and commit keep", async () => {
  const program = await closing({}, asked);

  await expect(closed(program)).rejects.toThrow(
    `acme: ${open} Settle that first; if it must be closed all the same, say why with --reason.`,
  );
  const result = await closed(program, { reason: "the\nboard meets today" });

  expect(result.closed).toMatchObject({
    facts: { open },
    signOff: { version: 1, reason: "the board meets today" },
  });
  const [message = "", ...others] = await messagesIn(program.books);
  expect(others).toEqual([]);
  const summary = join(program.books.repository, october, "acme", "SUMMARY.md");
  for (const text of [message, await readFile(summary, "utf8")]) {
    expect(text).toContain(`Not ready: ${open}`);
    expect(text).toContain("Closed all the same because: the board meets today");
    expect(text).toContain("Drafted, not reviewed by a second person");
  }
  expect(await closed(program)).toMatchObject({ kind: "same" });
});

test("a month that is ready is closed without a reason, and keeps none that nobody asked for", async () => {
  const program = await closing(settled, asked);

  const { closed: close } = await closed(program, { reason: "just so", reviewers: [ben] });

  expect(close).toMatchObject({ facts: { open: null }, signOff: { reason: null } });
  const [message] = await messagesIn(program.books);
  expect(message).not.toMatch(/Not ready|because|Drafted/);
});

test("a team that switched the check off is not asked", async () => {
  const program = await closing({}, "checks: { open-month: { enabled: false } }\n");

  expect((await draftOf(program)).facts.open).toBeNull();
});
