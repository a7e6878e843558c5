import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import { loadShelf, shelfIds } from "#shelf.ts";

interface Shelf {
  readonly folder: string;
  readonly extension: ".ts" | ".yml";
  /** Folders that hold the shelf's files; the shelf itself unless it is divided. */
  readonly divisions?: readonly string[];
}

export const shelves: readonly Shelf[] = [
  { folder: "commands", extension: ".ts" },
  {
    folder: "src/checks",
    extension: ".ts",
    divisions: ["daily", "weekly", "monthly", "always"],
  },
  { folder: "src/runbooks", extension: ".yml" },
  { folder: "src/steps", extension: ".ts" },
  { folder: "src/sources", extension: ".ts" },
  { folder: "src/probes", extension: ".ts" },
];

interface Titled {
  readonly title?: string;
  readonly description?: string;
  readonly usage?: string;
  readonly cadence?: string;
  readonly runbook?: string;
  readonly steps?: readonly { readonly kind: string }[];
}

interface Item extends Titled {
  readonly id: string;
  readonly file: string;
}

function divisionsOf(root: string, { folder, divisions = [] }: Shelf): string[] {
  if (divisions.length === 0) return [folder];
  return divisions
    .map((name) => `${folder}/${name}`)
    .filter((name) => existsSync(join(root, name)));
}

async function itemsOf(root: string, shelf: Shelf): Promise<Item[]> {
  const lists = divisionsOf(root, shelf).map(async (folder) => {
    const ids = await shelfIds(join(root, folder), shelf.extension);
    const loaded = await load(root, folder, shelf);
    return ids.map((id) => {
      const isFolder = !existsSync(join(root, folder, `${id}${shelf.extension}`));
      const file = `${folder}/${id}${isFolder ? "/index" : ""}${shelf.extension}`;
      return { ...loaded.get(id), id, file };
    });
  });
  return (await Promise.all(lists)).flat();
}

async function load(root: string, folder: string, shelf: Shelf) {
  if (shelf.extension === ".ts") return loadShelf<Titled>(join(root, folder));
  const ids = await shelfIds(join(root, folder), ".yml");
  const read = async (id: string) => {
    const text = await readFile(join(root, folder, `${id}.yml`), "utf8");
    return [id, parse(text) as Titled] as const;
  };
  return new Map(await Promise.all(ids.map(read)));
}

/** Every sentence the guard has to say about the shelves below a folder; empty when all is well. */
export async function problemsOf(root: string): Promise<string[]> {
  const all = new Map<string, Item[]>();
  for (const shelf of shelves) all.set(shelf.folder, await itemsOf(root, shelf));
  const problems = shelves.flatMap((shelf) => [
    ...frameProblems(root, shelf),
    ...itemProblems(root, all.get(shelf.folder) ?? []),
  ]);
  const sizes = await Promise.all(shelves.map((shelf) => readmeProblems(root, shelf)));
  const misplaced = await Promise.all(shelves.map((shelf) => placeProblems(root, shelf)));
  return [
    ...problems,
    ...sizes.flat(),
    ...misplaced.flat(),
    ...nameProblems(all),
    ...(await manifestProblems(root, all)),
  ];
}

function frameProblems(root: string, { folder, extension }: Shelf): string[] {
  const wanted = [`${folder}/README.md`, `${folder}/_template${extension}`];
  return wanted.filter((file) => !existsSync(join(root, file))).map((file) => `write ${file}`);
}

/** Files that no shelf would find. */
async function placeProblems(
  root: string,
  { folder, extension, divisions = [] }: Shelf,
): Promise<string[]> {
  const ids = divisions.length === 0 ? [] : await shelfIds(join(root, folder), extension);
  const loose = ids.filter((id) => !divisions.includes(id));
  const yaml = (await readdir(join(root, folder))).filter((name) => name.endsWith(".yaml"));
  return [
    ...loose.map((id) => {
      const file = existsSync(join(root, folder, `${id}${extension}`)) ? `${id}${extension}` : id;
      return `move ${folder}/${file} to ${folder}/<${divisions.join("|")}>/${file === id ? "" : file}`;
    }),
    ...yaml.map((name) => `rename ${folder}/${name} to ${name.replace(/yaml$/, "yml")}`),
  ];
}

async function readmeProblems(root: string, { folder }: Shelf): Promise<string[]> {
  const file = `${folder}/README.md`;
  if (!existsSync(join(root, file))) return [];
  const lines = (await readFile(join(root, file), "utf8")).trimEnd().split("\n").length;
  return lines > 25 ? [`shorten ${file} to 25 lines; it has ${lines}`] : [];
}

function itemProblems(root: string, items: readonly Item[]): string[] {
  const titles = new Map<string, string>();
  return items.flatMap(({ id, file, title, description, cadence }) => {
    const test = `test/${file.replace(/^src\//, "").replace(/\.(ts|yml)$/, ".test.ts")}`;
    const shown = title ?? description ?? "";
    const other = titles.get(shown);
    titles.set(shown, file);
    return [
      ...(existsSync(join(root, test)) ? [] : [`write ${test}`]),
      ...(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) ? [] : [`name ${file} in kebab-case`]),
      ...(cadence === undefined || file.includes(`/${cadence}/`)
        ? []
        : [`move ${file} to src/checks/${cadence}/${id}.ts, or correct its cadence`]),
      ...(shown === "" ? [`give ${file} a title`] : []),
      ...(other === undefined ? [] : [`${other} and ${file} are both titled "${shown}"`]),
    ];
  });
}

function nameProblems(all: ReadonlyMap<string, readonly Item[]>): string[] {
  const ids = (folder: string) => new Set(all.get(folder)?.map(({ id }) => id));
  const [runbooks, steps] = [ids("src/runbooks"), ids("src/steps")];
  const lost = (all.get("src/checks") ?? [])
    .filter(({ runbook = "" }) => !runbooks.has(runbook))
    .map(
      ({ file, runbook }) =>
        `${file} names runbook "${runbook}": write src/runbooks/${runbook}.yml`,
    );
  const unknown = (all.get("src/runbooks") ?? []).flatMap(({ file, steps: named = [] }) =>
    named
      .filter(({ kind }) => !steps.has(kind))
      .map(({ kind }) => `${file} has a step of kind "${kind}": write src/steps/${kind}.ts`),
  );
  return [...lost, ...unknown];
}

async function manifestProblems(
  root: string,
  all: ReadonlyMap<string, readonly Item[]>,
): Promise<string[]> {
  if (!existsSync(join(root, "manifest.yml"))) return ["write manifest.yml"];
  const manifest = parse(await readFile(join(root, "manifest.yml"), "utf8")) as {
    features?: { slash_commands?: { command: string }[] };
  };
  const listed = manifest.features?.slash_commands?.map(({ command }) => command.slice(1)) ?? [];
  const commands = all.get("commands") ?? [];
  return [
    ...commands
      .filter(({ id }) => !listed.includes(id))
      .map((command) => `list this under slash_commands in manifest.yml:\n${entryOf(command)}`),
    ...listed
      .filter((word) => !commands.some(({ id }) => id === word))
      .map((id) => `manifest.yml lists /${id}: write commands/${id}.ts`),
  ];
}

/** What to paste into the manifest for a command. */
function entryOf({ id, description = "", usage = "" }: Item): string {
  const entry = { command: `/${id}`, description, usage_hint: usage, should_escape: true };
  return stringify([entry], { lineWidth: 0 }).trimEnd().replaceAll(/^/gm, "    ");
}

/** Names that say nothing of what is inside. */
const nameless = /^(utils?|helpers?|common|lib|managers?|services?|misc)(\.ts)?$/;

/** Files and folders below `src` and `commands` whose name says nothing. */
export async function namelessRooms(root: string): Promise<string[]> {
  const found = await Promise.all(
    ["src", "commands"].map(async (top) => {
      const entries = await readdir(join(root, top), { recursive: true });
      return entries.filter((name) => nameless.test(name.split("/").at(-1) ?? ""));
    }),
  );
  return found.flat();
}
