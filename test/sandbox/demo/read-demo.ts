import { readdir, readFile } from "node:fs/promises";
import { join, matchesGlob } from "node:path";
import { gunzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";
import { parse as parseYaml } from "yaml";

import type { Dataset } from "#model/datasets.ts";

interface Layout {
  readonly files: string;
  readonly columns?: Readonly<Record<string, string>>;
  readonly statuses?: Readonly<Record<string, string>>;
  readonly amounts?: string;
}

export type Row = Readonly<Record<string, string | null>>;

/** Reads a dataset of the demo's folder as its countercheck.yml says, the simplest way that works on it. */
export async function readDemo(folder: string, dataset: Dataset): Promise<Row[]> {
  const config = parseYaml(await readFile(join(folder, "countercheck.yml"), "utf8")) as {
    sources: { acme: { datasets: Record<string, Layout> } };
  };
  const layout = config.sources.acme.datasets[dataset];
  if (!layout) throw new Error(`countercheck.yml does not name ${dataset}`);
  const names = (await readdir(join(folder, "exports"))).filter((name) =>
    matchesGlob(name, layout.files),
  );
  if (names.length === 0) throw new Error(`no file for ${dataset}`);
  const rows = await Promise.all(
    names.toSorted().map((name) => readRecords(join(folder, "exports", name))),
  );
  return rows.flat().map((row) => canonical(row, layout));
}

async function readRecords(path: string): Promise<Record<string, unknown>[]> {
  const stored = await readFile(path);
  const text = (path.endsWith(".gz") ? gunzipSync(stored) : stored).toString();
  const form = path.replace(/\.gz$/, "").split(".").at(-1);
  if (form === "json") return JSON.parse(text) as Record<string, unknown>[];
  if (form === "jsonl") {
    return text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
  const delimiter = text.slice(0, text.indexOf("\n")).includes(";") ? ";" : ",";
  return parse(text, { columns: true, bom: true, delimiter });
}

function canonical(row: Record<string, unknown>, layout: Layout): Row {
  const theirs = new Map(Object.entries(layout.columns ?? {}).map(([ours, name]) => [name, ours]));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      const column = theirs.get(name) ?? name;
      if (value === null || value === "") return [column, null];
      const text = String(value);
      if (column === "status") return [column, layout.statuses?.[text] ?? text];
      if (layout.amounts === "minor" && ["amount", "fee"].includes(column)) {
        return [column, `${text.slice(0, -2) || "0"}.${text.slice(-2).padStart(2, "0")}`];
      }
      return [
        column,
        /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(" ", "T")}Z` : text,
      ];
    }),
  );
}
