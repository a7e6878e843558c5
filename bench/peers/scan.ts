import { readdir } from "node:fs/promises";
import { join } from "node:path";

import { DuckDBInstance } from "@duckdb/node-api";

const [folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node bench/peers/scan.ts FOLDER");

/** Every value of every export read once, as text, and nothing done with it: what no reading of these files can fall below. */
const instance = await DuckDBInstance.create(":memory:", { memory_limit: "900MB" });
const connection = await instance.connect();
const exports = join(folder, "exports");
for (const name of await readdir(exports)) {
  const reader = `read_csv('${join(exports, name)}', header = true, delim = ',', quote = '"', all_varchar = true)`;
  await connection.run(`SELECT count(COLUMNS(*)) FROM ${reader}`);
}
connection.closeSync();
