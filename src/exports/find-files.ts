import { glob, stat } from "node:fs/promises";
import { join, resolve } from "node:path";

import { UsageError } from "#errors.ts";
import { unreadable } from "#exports/file-faults.ts";
import type { SourceWorld } from "#source.ts";

/** Where the last record of an id counts, `c-10` comes after `c-2`. */
const inOrder = new Intl.Collator("en", { numeric: true });

/** Finds files below folders that are written relative to a base, usually the configuration file's folder. */
export function findFilesFrom(base: string): SourceWorld["find"] {
  return async (folder, pattern) => {
    const root = resolve(base, folder);
    const found = await stat(root).catch((error: unknown) => {
      throw unreadable(error, `Folder ${folder}`);
    });
    if (!found.isDirectory()) {
      throw new UsageError(`${folder} is a file, not a folder; name the folder it lies in.`);
    }
    const files: { name: string; path: string }[] = [];
    for await (const name of glob(pattern, { cwd: root })) {
      const path = join(root, name);
      // A file that can be listed but not opened is reported when it is read.
      const isFolder = await stat(path).then(
        (entry) => entry.isDirectory(),
        () => false,
      );
      if (!isFolder) files.push({ name: name.replaceAll("\\", "/"), path });
    }
    return files.sort(
      (left, right) => inOrder.compare(left.name, right.name) || (left.name < right.name ? -1 : 1),
    );
  };
}
