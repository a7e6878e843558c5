import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

import git from "isomorphic-git";
import type { Logger } from "pino";

import { lockBooks } from "#cadence/close/books-lock.ts";
import { gitFiles } from "#cadence/close/git-files.ts";
import { ConfigError, UsageError } from "#errors.ts";
import type { BooksSettings } from "#model/books.ts";
import { listed } from "#model/phrases.ts";

/** A repository of closed months, locked for this process. */
export interface Books extends BooksSettings {
  /** What every call to git takes. */
  readonly at: {
    readonly fs: ReturnType<typeof gitFiles>;
    readonly dir: string;
    readonly cache: object;
  };
  readonly branch: string;
  /** The last commit; null while there is none. */
  readonly head: string | null;
  /** Remembers what is to be checked out, should this process die before it is. */
  readonly checkoutNote: string;
}

/** By this file in its root a repository is known to be one of ours. */
export const booksMark = "BOOKS.md";

/** Opens the books, made if there are none, and keeps every other close waiting until the work is done. A folder that holds something else, and books that somebody changed without a commit, are refused. */
export async function withBooks<Result>(
  settings: BooksSettings,
  work: (books: Books) => Promise<Result>,
): Promise<Result> {
  const { repository: dir } = settings;
  const own = join(dir, ".git", "countercheck");
  let unlock: () => void;
  try {
    await assertBooksOrEmpty(dir);
    await mkdir(own, { recursive: true });
    unlock = await lockBooks(own, dir);
  } catch (error) {
    throw unwritable(error, dir);
  }
  try {
    return await work(await opened(settings, own));
  } catch (error) {
    throw unwritable(error, dir);
  } finally {
    unlock();
  }
}

/** True where there are books already. */
export async function areBooks(repository: string): Promise<boolean> {
  return stat(join(repository, ".git", "HEAD")).then(
    () => true,
    () => false,
  );
}

/** Writes what a close that was killed had committed into the folder; what stands in the way is for the next close to tell, and never rejects. */
export async function mendBooks(settings: BooksSettings, log: Pick<Logger, "warn">): Promise<void> {
  if (!(await areBooks(settings.repository))) return;
  await withBooks(settings, async () => {}).catch((error: unknown) => {
    log.warn({ err: error }, "the books could not be looked at");
  });
}

async function opened(settings: BooksSettings, own: string): Promise<Books> {
  const { repository: dir } = settings;
  const at = { fs: gitFiles(join(own, "aside")), dir, cache: {} };
  await rm(join(own, "aside"), { recursive: true, force: true });
  if (!(await areBooks(dir))) await git.init({ ...at, defaultBranch: "main" });
  const branch = await git.currentBranch({ ...at });
  if (!branch) {
    throw new ConfigError(
      `The books in ${dir} are on no branch (detached HEAD); check one out, then close again.`,
    );
  }
  const head = await git.resolveRef({ ...at, ref: branch }).catch(() => null);
  const checkoutNote = join(own, "checkout");
  const books: Books = { ...settings, at, branch, head, checkoutNote };
  if (head === null) return books;
  const files = await git.listFiles({ ...at, ref: head });
  if (!files.includes(booksMark)) throw notOurs(dir);
  await finishCheckout(books);
  await assertClean(books);
  return books;
}

/** Writes what the last commit holds into the folder, where a process died before it had. */
export async function finishCheckout({ at, branch, head, checkoutNote }: Books): Promise<void> {
  const noted = await readFile(checkoutNote, "utf8").catch(() => null);
  if (noted === null) return;
  const [commit, folder] = noted.split("\n");
  if (commit === head && folder) {
    await git.checkout({ ...at, ref: branch, force: true, filepaths: [folder, booksMark] });
  }
  await rm(checkoutNote, { force: true });
}

/** To be written before the commit that it names is the last. */
export async function noteCheckout(
  { checkoutNote }: Books,
  commit: string,
  folder: string,
): Promise<void> {
  await writeFile(checkoutNote, `${commit}\n${folder}\n`);
}

async function assertBooksOrEmpty(dir: string): Promise<void> {
  const entries = await readdir(dir).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    if (code !== "ENOTDIR") throw error;
    throw new ConfigError(`close.repository names ${dir}, which is a file; name a folder.`);
  });
  if (entries.length === 0) return;
  const isFolder = await stat(join(dir, ".git")).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (!isFolder) throw notOurs(dir);
}

function notOurs(dir: string): ConfigError {
  return new ConfigError(
    `${dir} holds something other than books that Countercheck wrote; name an empty folder, or one that is not there yet, as close.repository.`,
  );
}

/** What somebody changed and did not commit is theirs: it is neither committed nor overwritten. */
async function assertClean({ at, repository }: Books): Promise<void> {
  const rows = await git.statusMatrix({ ...at });
  const changed = rows.filter(([, head, folder, staged]) => {
    const isUntracked = head === 0 && staged === 0;
    return !isUntracked && (head !== 1 || folder !== 1 || staged !== 1);
  });
  if (changed.length === 0) return;
  const names = listed(changed.map(([file]) => file));
  throw new UsageError(
    `The books in ${repository} have changes that nobody committed: ${names}. Commit them or take them back (git -C ${repository} status), then close again.`,
  );
}

/** A folder that cannot be written is the deployment's matter; anything else unchanged. */
function unwritable(error: unknown, dir: string): unknown {
  const { code = "" } = error as NodeJS.ErrnoException;
  const why = { ENOSPC: "no space is left there", EDQUOT: "the quota of this user is used up" }[
    code
  ];
  if (why === undefined && !["EACCES", "EPERM", "EROFS"].includes(code)) return error;
  return new ConfigError(
    `The books in ${dir} cannot be written: ${why ?? "this user may not write there"}. Mend that, or name another folder as close.repository.`,
    { cause: error },
  );
}
