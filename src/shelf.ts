import { readdir } from "node:fs/promises";
import { basename, extname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";

import { ConfigError } from "#errors.ts";

/** The ids on a shelf: its files and folders by name, sorted; `_template` and README are not on it. */
export async function shelfIds(folder: string, extension: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => !name.startsWith("_") && !name.startsWith("."))
    .filter((entry) => entry.isDirectory() || extname(entry.name) === extension)
    .map((entry) => (entry.isDirectory() ? entry.name : basename(entry.name, extension)))
    .sort();
}

/** Imports every TypeScript file of a shelf, or the index of its folder, keyed by file name. */
export async function loadShelf<Item>(folder: string): Promise<ReadonlyMap<string, Item>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = new Set(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name));
  const items = new Map<string, Item>();
  for (const id of await shelfIds(folder, ".ts")) {
    const file = folders.has(id) ? join(folder, id, "index.ts") : join(folder, `${id}.ts`);
    const module = (await import(pathToFileURL(file).href)) as { default?: Item };
    if (module.default === undefined) {
      const shown = relative("", file);
      throw new ConfigError(
        `${shown} has no default export; copy _template.ts of its folder, or move the file off the shelf.`,
      );
    }
    items.set(id, module.default);
  }
  return items;
}

/** The items of a shelf that is divided into folders, whichever they lie in. */
export async function loadShelves<Item>(folder: string): Promise<ReadonlyMap<string, Item>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const divisions = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const items = await Promise.all(divisions.map((name) => loadShelf<Item>(join(folder, name))));
  return new Map(items.flatMap((each) => [...each]));
}
