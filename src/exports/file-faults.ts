import { ConfigError, UsageError } from "#errors.ts";

/** A fault of the file system as a sentence for the person who owns the file; anything else unchanged. */
export function unreadable(error: unknown, file: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const sentence = {
    ENOENT: `${file} does not exist; put the export there or correct the path.`,
    EACCES: `${file} may not be read by this user; change its permissions (chmod a+r) and try again.`,
    EPERM: `${file} may not be read by this user; change its permissions (chmod a+r) and try again.`,
    EISDIR: `${file} is a folder, not a file; name the file in it.`,
    EIO: `${file} could not be read: the disk reports an error; copy the export again.`,
  }[code ?? ""];
  return sentence === undefined ? error : new UsageError(sentence, [], { cause: error });
}

/** A fault of writing in our own folder as a ConfigError that says what to do there; anything else unchanged. */
export function unwritable(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  const sentence = {
    ENOSPC: `No space is left for ${folder}; free some, or name another folder with --data DIR.`,
    EDQUOT: `The quota of this user is used up for ${folder}; free some space, or name another folder with --data DIR.`,
    EROFS: `${folder} is on a read-only file system; name a folder this user may write with --data DIR.`,
    EACCES: `${folder} may not be read and written by this user; change its permissions, or name another folder with --data DIR.`,
    EPERM: `${folder} may not be read and written by this user; change its permissions, or name another folder with --data DIR.`,
  }[code ?? ""];
  return sentence === undefined ? error : new ConfigError(sentence, { cause: error });
}

/** A gzip file that does not decompress to what was compressed. */
export function damagedGzip(file: string, cause: unknown): UsageError {
  return new UsageError(
    `${file} is a damaged gzip file (${(cause as Error).message}); download or export it again.`,
    [],
    { cause },
  );
}
