import git from "isomorphic-git";
import type { TreeEntry } from "isomorphic-git";
import { createHash } from "node:crypto";

import { booksMark, finishCheckout, noteCheckout } from "#cadence/close/books.ts";
import type { Books } from "#cadence/close/books.ts";
import { UsageError } from "#errors.ts";
import type { CloseFacts, SignOff } from "#model/close.ts";

/** The name of the file that says what a close came to, for machines. */
export const closeFile = "close.json";

/** A close as one commit holds it. */
export interface Closed {
  readonly commit: string;
  readonly facts: CloseFacts;
  readonly signOff: SignOff;
}

/** The folder of one source's month within the books. */
export function folderOf({ month, source }: Pick<CloseFacts, "month" | "source">): string {
  return `${month}/${source}`;
}

export function closeText(facts: CloseFacts, signOff: SignOff): string {
  return `${JSON.stringify({ ...facts, sign_off: signOff }, null, 2)}\n`;
}

/** Every state of a close there was, newest first; a review is one more of the same version. */
export async function closesOf(books: Books, folder: string): Promise<Closed[]> {
  const { at, head } = books;
  if (head === null) return [];
  const closes: Closed[] = [];
  let last: string | null = null;
  const commits = await git.log({ ...at, ref: head });
  for (const { oid: commit } of commits.toReversed()) {
    const found = await blobIn(books, commit, `${folder}/${closeFile}`);
    if (found && found.oid !== last) {
      const { sign_off: signOff, ...facts } = JSON.parse(textOf(found.blob)) as CloseFacts & {
        sign_off: SignOff;
      };
      closes.push({ commit, facts, signOff });
    }
    last = found?.oid ?? null;
  }
  return closes.reverse();
}

/** The sheets of a close by their names, refused where they are not those that were signed. */
export async function sheetsOf(
  books: Books,
  { commit, facts }: Pick<Closed, "commit" | "facts">,
): Promise<Map<string, string>> {
  const sheets = new Map<string, string>();
  for (const { file, sha256 } of facts.sheets) {
    const path = `${folderOf(facts)}/${file}`;
    const found = await blobIn(books, commit, path);
    const text = found ? textOf(found.blob) : null;
    if (text === null || createHash("sha256").update(text).digest("hex") !== sha256) {
      throw new UsageError(
        `${path} in the books is not the sheet that was signed: somebody committed another. Bring it back (git -C ${books.repository} log -- ${path}), then close again.`,
      );
    }
    sheets.set(file, text);
  }
  return sheets;
}

/** Commits a month's folder as a whole, then writes it to the disk: a process that dies before leaves all as it was, one that dies after is finished by the next. */
export async function commitFolder(
  books: Books,
  folder: string,
  files: ReadonlyMap<string, string>,
  { message, at: instant }: { readonly message: string; readonly at: Date },
): Promise<string> {
  const { at, head, branch, author } = books;
  const blobs: TreeEntry[] = [];
  for (const [path, text] of files) blobs.push(await blobOf(books, path, text));
  const inner = await git.writeTree({ ...at, tree: blobs });
  const [month = "", source = ""] = folder.split("/");
  const root = head === null ? [await blobOf(books, booksMark, markText)] : await tree(books, head);
  const known = root.find(({ path }) => path === month);
  const sources = known ? await tree(books, known.oid) : [];
  const monthTree = await git.writeTree({
    ...at,
    tree: replaced(sources, { mode: "040000", path: source, oid: inner, type: "tree" }),
  });
  const whole = await git.writeTree({
    ...at,
    tree: replaced(root, { mode: "040000", path: month, oid: monthTree, type: "tree" }),
  });
  const timestamp = Math.floor(instant.getTime() / 1000);
  const by = { ...author, timestamp, timezoneOffset: 0 };
  const commit = await git.commit({
    ...at,
    message,
    author: by,
    committer: by,
    tree: whole,
    parent: head === null ? [] : [head],
    noUpdateBranch: true,
  });
  await noteCheckout(books, commit, folder);
  await git.writeRef({ ...at, ref: `refs/heads/${branch}`, value: commit, force: true });
  await finishCheckout({ ...books, head: commit });
  return commit;
}

const markText = `# Books

Closed months, written and signed by Countercheck: a folder for each month and source. SUMMARY.md is for reading, the CSV
sheets are for checking, close.json is for machines. Every version stays in the history; change nothing here by hand.
`;

async function blobOf({ at }: Books, path: string, text: string): Promise<TreeEntry> {
  const oid = await git.writeBlob({ ...at, blob: Buffer.from(text) });
  return { mode: "100644", path, oid, type: "blob" };
}

async function tree({ at }: Books, oid: string): Promise<TreeEntry[]> {
  const { tree: entries } = await git.readTree({ ...at, oid });
  return entries;
}

function replaced(entries: readonly TreeEntry[], entry: TreeEntry): TreeEntry[] {
  return [...entries.filter(({ path }) => path !== entry.path), entry];
}

async function blobIn(
  { at }: Books,
  commit: string,
  filepath: string,
): Promise<{ oid: string; blob: Uint8Array } | null> {
  return git.readBlob({ ...at, oid: commit, filepath }).catch((error: unknown) => {
    if (error instanceof git.Errors.NotFoundError) return null;
    throw error;
  });
}

function textOf(blob: Uint8Array): string {
  return Buffer.from(blob).toString("utf8");
}
