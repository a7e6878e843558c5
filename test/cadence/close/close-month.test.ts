import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { promises } from "node:fs";
import { join } from "node:path";

import git from "isomorphic-git";
import { expect, test } from "vitest";

import { lastDifference, reviewClose } from "#cadence/close/close-month.ts";
import { differenceLines } from "#cadence/close/difference-text.ts";
import { ConfigError, UsageError } from "#errors.ts";
import { ben, closed, closing, draftOf, maya, messagesIn, october } from "./closing.ts";

const cheaper = `payout_id,status,amount,currency,partner_id,program_id,period_start
po_1,completed,119.50,USD,prt_1,prg_1,2026-10-01
`;
const at = new Date("2026-11-04T12:00:00Z");

test("the first close makes the books and commits the sheets with who prepared and reviewed them", async () => {
  const program = await closing();
  const result = await closed(program, { reviewers: [ben] });

  expect(result).toMatchObject({ kind: "closed", closed: { signOff: { version: 1 } } });
  const [message = "", ...others] = await messagesIn(program.books);
  expect(others).toEqual([]);
  expect(message).toContain("gap +13.25");
  expect(message).toMatch(/\n\nPrepared-by: Maya Chen <.+>\nReviewed-by: Ben Ode <.+>\n$/);
  const folder = join(program.books.repository, october, "acme");
  expect(await readFile(join(folder, "payouts_prg_1_usd.csv"), "utf8")).toContain("cm_2");
  expect(await readFile(join(folder, "SUMMARY.md"), "utf8")).toContain("Reviewed by Ben Ode");
  const [commit] = await git.log({ fs: { promises }, dir: program.books.repository });
  expect(commit?.commit.author).toMatchObject({
    name: "Books of Acme",
    email: "books@acme.example",
  });
});

test("a second close of the same exports commits nothing, whoever asks", async () => {
  const program = await closing();
  await closed(program);

  expect(await closed(program, { preparer: ben })).toMatchObject({
    kind: "same",
    closed: { signOff: { version: 1, prepared_by: maya } },
  });
  expect(await messagesIn(program.books)).toHaveLength(1);
});

test("a second close that differs is refused with what differs, and committed as a new version with a reason", async () => {
  const program = await closing();
  await closed(program);
  await program.write("exports/payouts.csv", cheaper);

  await expect(closed(program)).rejects.toThrow(
    /version 1 by Maya Chen.*actual \$120\.50 → \$119\.50.*unexplained po_1.*--reason/,
  );
  expect(await messagesIn(program.books)).toHaveLength(1);
  expect(await closed(program, { reason: "the bank\ntook a fee" })).toMatchObject({
    kind: "closed",
    closed: { signOff: { version: 2, reason: "the bank took a fee" } },
  });
  const [message] = await messagesIn(program.books);
  expect(message).toContain("Closed anew because: the bank took a fee");
});

test("the difference of the last two versions is told by totals, lines and files", async () => {
  const program = await closing();
  await closed(program);
  const of = { month: october, source: "acme" };
  expect(await lastDifference(program.books, of)).not.toHaveProperty("difference");
  await program.write("exports/payouts.csv", cheaper);
  await closed(program, { reason: "a fee" });

  const found = await lastDifference(program.books, of);
  if (!found || !("difference" in found)) throw new Error("there are two versions");
  expect(differenceLines(found.difference)).toEqual([
    "payouts_prg_1_usd.csv",
    "  actual $120.50 → $119.50",
    "  gap $13.25 → $12.25",
    "  unexplained $0.00 → −$1.00",
    "  verdict explained → unexplained",
    "  - actual po_1: 120.50 USD, completed, 2026-10-01, prg_1, prt_1",
    "  + actual po_1: 119.50 USD, completed, 2026-10-01, prg_1, prt_1",
    "  + unexplained po_1: -1.00 USD, completed, 2026-10-01, prg_1, prt_1",
    expect.stringMatching(/^payouts payouts\.csv: [0-9a-f]{12} → [0-9a-f]{12}$/),
  ]);
});

test("a review is a further commit of the same version, by another person, of unchanged sheets", async () => {
  const program = await closing();
  const draft = await draftOf(program);
  await expect(reviewClose(program.books, draft, { reviewer: ben, at })).rejects.toThrow(
    "not closed",
  );
  await closed(program);

  const hers = { reviewer: "Someone <MAYA@acme.example>", at };
  await expect(reviewClose(program.books, draft, hers)).rejects.toThrow("second person");
  expect(await reviewClose(program.books, draft, { reviewer: ben, at })).toMatchObject({
    kind: "reviewed",
    closed: { signOff: { version: 1, prepared_by: maya, reviewed_by: [ben] } },
  });
  expect(await reviewClose(program.books, draft, { reviewer: ben, at })).toMatchObject({
    kind: "same",
  });
  expect(await messagesIn(program.books)).toHaveLength(2);
  await program.write("exports/payouts.csv", cheaper);
  const changed = await draftOf(program);
  await expect(reviewClose(program.books, changed, { reviewer: ben, at })).rejects.toThrow(
    "cannot be reviewed",
  );
});

test("of two closes at once one waits for the other, and finds the month closed", async () => {
  const program = await closing();
  const results = await Promise.all([closed(program), closed(program)]);

  expect(results.map(({ kind }) => kind).sort()).toEqual(["closed", "same"]);
  expect(await messagesIn(program.books)).toHaveLength(1);
});

test("what a process that died had committed and not yet written to the folder, the next writes", async () => {
  const program = await closing();
  const { closed: first } = await closed(program);
  const { repository } = program.books;
  await rm(join(repository, october), { recursive: true });
  const note = join(repository, ".git", "countercheck", "checkout");
  await writeFile(note, `${first.commit}\n${october}/acme\n`);

  expect(await closed(program)).toMatchObject({ kind: "same" });
  const summary = join(repository, october, "acme", "SUMMARY.md");
  expect(await readFile(summary, "utf8")).toContain("Version 1");
});

test("what a process that died before its commit left behind is not in the way", async () => {
  const program = await closing();
  const aside = join(program.books.repository, ".git", "countercheck", "aside");
  await mkdir(aside, { recursive: true });
  await writeFile(join(aside, "partial-1"), "half");
  await writeFile(join(aside, "..", "checkout"), `${"0".repeat(40)}\n${october}/acme\n`);

  expect(await closed(program)).toMatchObject({ kind: "closed" });
  expect(await closed(program)).toMatchObject({ kind: "same" });
});

test("a folder or repository of something else is refused and left as it is", async () => {
  const program = await closing();
  const { repository } = program.books;
  await mkdir(repository);
  await writeFile(join(repository, "thesis.txt"), "mine");
  await expect(closed(program)).rejects.toThrow(ConfigError);

  const at = { fs: { promises }, dir: repository };
  await git.init(at);
  await git.add({ ...at, filepath: "thesis.txt" });
  await git.commit({ ...at, message: "Mine", author: { name: "I", email: "i@x" } });
  await expect(closed(program)).rejects.toThrow("something other than books");
  expect(await git.log(at)).toHaveLength(1);
});

test("changes that nobody committed are neither committed nor overwritten", async () => {
  const program = await closing();
  await closed(program);
  const sheet = join(program.books.repository, october, "acme", "payouts_prg_1_usd.csv");
  await writeFile(sheet, "mine");
  await program.write("exports/payouts.csv", cheaper);

  await expect(closed(program, { reason: "a fee" })).rejects.toThrow(UsageError);
  expect(await readFile(sheet, "utf8")).toBe("mine");
});

test("a sheet that somebody committed by hand is no version of ours", async () => {
  const program = await closing();
  await closed(program);
  const at = { fs: { promises }, dir: program.books.repository };
  const filepath = `${october}/acme/payouts_prg_1_usd.csv`;
  await writeFile(join(at.dir, filepath), "section\n");
  await git.add({ ...at, filepath });
  await git.commit({ ...at, message: "Tidy", author: { name: "I", email: "i@x" } });

  await expect(closed(program)).rejects.toThrow("not the sheet that was signed");
});
