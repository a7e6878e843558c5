import { withBooks, areBooks } from "#cadence/close/books.ts";
import type { Books } from "#cadence/close/books.ts";
import {
  closeFile,
  closeText,
  closesOf,
  commitFolder,
  folderOf,
  sheetsOf,
} from "#cadence/close/book-versions.ts";
import type { Closed } from "#cadence/close/book-versions.ts";
import { differenceSentence } from "#cadence/close/difference-text.ts";
import { differenceOf } from "#cadence/close/differences.ts";
import type { Draft } from "#cadence/close/draft.ts";
import { assertSecondPerson } from "#cadence/close/sign-off.ts";
import { reasonLines, summaryFile, summaryText } from "#cadence/close/summary.ts";
import { UsageError } from "#errors.ts";
import type { BooksSettings } from "#model/books.ts";
import { sheetTitle } from "#model/close.ts";
import type { CloseDifference, CloseFacts, SignOff } from "#model/close.ts";
import { displayAmount, displaySigned } from "#model/money.ts";

/** Who signs a close, `Name <mail>` each, and what they say to it. */
export interface Signing {
  readonly preparer: string;
  readonly reviewers: readonly string[];
  readonly reason: string | null;
  readonly evidence: string | null;
  readonly at: Date;
}

/** How a draft stands to what was closed before. */
export type Standing =
  | { readonly kind: "new" }
  | { readonly kind: "same"; readonly closed: Closed }
  | { readonly kind: "differs"; readonly closed: Closed; readonly difference: CloseDifference };

/** What closing came to: a commit, or none because it was closed the same before. */
export interface CloseResult {
  readonly kind: "closed" | "reviewed" | "same";
  readonly closed: Closed;
  readonly difference: CloseDifference | null;
}

/** How a draft stands to the books as they are; makes none. */
export async function standingOf(settings: BooksSettings, draft: Draft): Promise<Standing> {
  if (!(await areBooks(settings.repository))) return { kind: "new" };
  return withBooks(settings, (books) => standingIn(books, draft));
}

/** Writes a draft into the books as a new version, signed by different people, which is settled before; the same again commits nothing, and what differs from the version before, or is not ready, is refused without a reason. */
export async function closeMonth(
  settings: BooksSettings,
  draft: Draft,
  { preparer, reviewers, reason, evidence, at }: Signing,
): Promise<CloseResult> {
  return withBooks(settings, async (books) => {
    const standing = await standingIn(books, draft);
    if (standing.kind === "same") return { ...standing, difference: null };
    // A draft of before this was asked does not say.
    const open = draft.facts.open || null;
    if (standing.kind === "differs" && reason === null) throw differs(draft.facts, standing);
    if (open !== null && reason === null) throw tooEarly(draft.facts, open);
    const before = standing.kind === "new" ? null : standing.closed;
    const signOff: SignOff = {
      version: (before?.signOff.version ?? 0) + 1,
      prepared_by: preparer,
      reviewed_by: reviewers,
      reason: before === null && open === null ? null : oneLine(reason ?? ""),
      evidence,
    };
    const commit = await write(books, draft, signOff, { at, title: "Close" });
    const difference = standing.kind === "differs" ? standing.difference : null;
    return { kind: "closed", closed: { commit, facts: draft.facts, signOff }, difference };
  });
}

/** Adds a second person's review to the last version, where the exports still give the same sheets. */
export async function reviewClose(
  settings: BooksSettings,
  draft: Draft,
  { reviewer, at }: { readonly reviewer: string; readonly at: Date },
): Promise<CloseResult> {
  const { month, source } = draft.facts;
  const unclosed = () =>
    new UsageError(`${month} of ${source} is not closed, so there is nothing to review.`, [
      "month",
    ]);
  if (!(await areBooks(settings.repository))) throw unclosed();
  return withBooks(settings, async (books) => {
    const standing = await standingIn(books, draft);
    if (standing.kind === "new") throw unclosed();
    const { closed } = standing;
    if (standing.kind === "differs") {
      throw new UsageError(
        `What the exports give now is not version ${closed.signOff.version} of ${month} of ${source}, so that cannot be reviewed: ${differenceSentence(standing.difference)}. Close the month anew with a reason first.`,
        ["review"],
      );
    }
    const { signOff } = closed;
    assertSecondPerson(signOff.prepared_by, reviewer);
    if (signOff.reviewed_by.includes(reviewer)) return { kind: "same", closed, difference: null };
    const reviewed = { ...signOff, reviewed_by: [...signOff.reviewed_by, reviewer] };
    const commit = await write(books, draft, reviewed, { at, title: "Review" });
    return { kind: "reviewed", closed: { ...closed, commit, signOff: reviewed }, difference: null };
  });
}

/** The last two versions of a close and how they differ; null before a second one. A UsageError where there is none. */
export async function lastDifference(
  settings: BooksSettings,
  of: Pick<CloseFacts, "month" | "source">,
): Promise<
  { last: Closed; before: Closed; difference: CloseDifference } | { last: Closed } | null
> {
  if (!(await areBooks(settings.repository))) return null;
  return withBooks(settings, async (books) => {
    const closes = await closesOf(books, folderOf(of));
    const [last] = closes;
    if (!last) return null;
    const before = closes.find(({ signOff }) => signOff.version < last.signOff.version);
    if (!before) return { last };
    const [old, now] = [await versionIn(books, before), await versionIn(books, last)];
    const none = { sheets: [], files: [], only_words: true };
    return { last, before, difference: differenceOf(old, now) ?? none };
  });
}

async function standingIn(books: Books, draft: Draft): Promise<Standing> {
  const [closed] = await closesOf(books, folderOf(draft.facts));
  if (!closed) return { kind: "new" };
  // The sheets as they stand now: what somebody committed since is no version of ours.
  const standing = await versionIn(books, { ...closed, commit: books.head ?? closed.commit });
  const difference = differenceOf(standing, draft);
  return difference ? { kind: "differs", closed, difference } : { kind: "same", closed };
}

async function versionIn(books: Books, closed: Closed) {
  return { facts: closed.facts, sheets: await sheetsOf(books, closed) };
}

async function write(
  books: Books,
  { facts, sheets }: Draft,
  signOff: SignOff,
  { at, title }: { readonly at: Date; readonly title: string },
): Promise<string> {
  const files = new Map([
    ...sheets,
    [closeFile, closeText(facts, signOff)],
    [summaryFile, summaryText(facts, signOff)],
  ]);
  const message = messageOf(title, facts, signOff);
  return commitFolder(books, folderOf(facts), files, { message, at });
}

function messageOf(title: string, facts: CloseFacts, signOff: SignOff): string {
  const { version, prepared_by: preparer, reviewed_by: reviewers } = signOff;
  const sheets = facts.sheets.map(
    (sheet) =>
      `- ${oneLine(sheetTitle(sheet))}: ${sheet.verdict}, expected ${displayAmount(sheet.expected.amount, sheet.currency)}, actual ${displayAmount(sheet.actual.amount, sheet.currency)}, gap ${displaySigned(sheet.gap, sheet.currency)}`,
  );
  return `${[
    `${title} ${facts.month} of ${facts.source}, version ${version}`,
    sheets.join("\n"),
    ...(reviewers.length > 0 ? [] : ["Drafted, not reviewed by a second person."]),
    ...reasonLines(facts, signOff),
    [`Prepared-by: ${preparer}`, ...reviewers.map((person) => `Reviewed-by: ${person}`)].join("\n"),
  ].join("\n\n")}\n`;
}

function differs(
  { month, source }: CloseFacts,
  { closed, difference }: Extract<Standing, { kind: "differs" }>,
): UsageError {
  const { version, prepared_by: preparer } = closed.signOff;
  return new UsageError(
    `${month} of ${source} is closed already, version ${version} by ${preparer}, and it differs now: ${differenceSentence(difference)}. Find out who changed the exports; if it must be closed anew, say why with --reason.`,
    ["reason"],
  );
}

function tooEarly({ source }: CloseFacts, open: string): UsageError {
  return new UsageError(
    `${source}: ${open} Settle that first; if it must be closed all the same, say why with --reason.`,
    ["reason"],
  );
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
