import { rm } from "node:fs/promises";
import { promises } from "node:fs";
import { join } from "node:path";

import git from "isomorphic-git";
import { DateTime } from "luxon";
import { onTestFinished } from "vitest";

import { closeMonth } from "#cadence/close/close-month.ts";
import type { CloseResult, Signing } from "#cadence/close/close-month.ts";
import type { Draft } from "#cadence/close/draft.ts";
import { draftSource, readMonth, sourcesToClose } from "#cadence/close/draft-source.ts";
import { readSheet } from "#cadence/close/sheet-text.ts";
import type { SheetLine } from "#cadence/close/sheet-lines.ts";
import type { BooksSettings } from "#model/books.ts";
import { smallProgram } from "../../runs/program.ts";
import type { Program } from "../../runs/program.ts";

export const october = "2026-10";
export const maya = "Maya Chen <maya@acme.example>";
export const ben = "Ben Ode <ben@acme.example>";

/** The small program's October has a commission without a payout; nobody asks for that unless it is tested. */
const unasked = "checks: { open-month: { enabled: false } }\n";

/** The small program with what is to be written over it, and books that are not there yet. */
export async function closing(
  files: Readonly<Record<string, string>> = {},
  more = "",
): Promise<Program & { readonly books: BooksSettings }> {
  const program = await smallProgram(more.includes("checks:") ? more : `${more}${unasked}`);
  const { folder } = program;
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [file, text] of Object.entries(files)) await program.write(file, text);
  return { ...program, books: booksIn(join(folder, "books")) };
}

function booksIn(repository: string): BooksSettings {
  return { repository, author: { name: "Books of Acme", email: "books@acme.example" } };
}

/** Closes October into books, by whoever has the program's folder. */
export async function closeOctober(
  program: Pick<Program, "config" | "parts">,
  repository: string,
): Promise<CloseResult> {
  return closeMonth(booksIn(repository), await draftOf(program), signed());
}

/** Captures October again and drafts its sheets. */
export async function draftOf({
  parts,
  config,
}: Pick<Program, "config" | "parts">): Promise<Draft> {
  const [source] = sourcesToClose(undefined, config);
  if (!source) throw new Error("the small program has a source");
  const now = DateTime.utc();
  const window = readMonth(october, config, DateTime.fromISO("2026-11-03T12:00:00Z"));
  return draftSource(parts, source, { window, at: now });
}

function signed(more: Partial<Signing> = {}): Signing {
  const at = new Date("2026-11-03T12:00:00Z");
  return { preparer: maya, reviewers: [], reason: null, evidence: null, at, ...more };
}

export async function closed(
  program: Program & { readonly books: BooksSettings },
  more: Partial<Signing> = {},
): Promise<CloseResult> {
  return closeMonth(program.books, await draftOf(program), signed(more));
}

/** The messages of all commits, newest first. */
export async function messagesIn({ repository: dir }: BooksSettings): Promise<string[]> {
  const commits = await git.log({ fs: { promises }, dir });
  return commits.map(({ commit }) => commit.message);
}

/** The lines of a drafted sheet. */
export function linesOf({ sheets }: Draft, file: string): SheetLine[] {
  const text = sheets.get(file);
  if (text === undefined)
    throw new Error(`there is no ${file} among ${[...sheets.keys()].join(", ")}`);
  return readSheet(text);
}

/** What a line is about, and its amount: `cause cm_1 10.00 USD`. */
export function shown(lines: readonly SheetLine[]): string[] {
  return lines.map(({ section, cause, id, partner, amount, currency }) =>
    [section, cause, id === "" ? partner : id, amount, currency]
      .filter((word) => word !== "")
      .join(" "),
  );
}
