import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { bytesIn, writeYear } from "./digest-program.ts";
import { line, measure } from "./measure.ts";

/**
 * The weekly cadence over conversions and clicks on disk, as the command line judges it, beside a bare scan of the same
 * files; each in a process of its own, after the files were read once.
 */
const { values } = parseArgs({
  options: {
    conversions: { type: "string", default: "5000000" },
    clicks: { type: "string", default: "50000000" },
    // The folder is kept, to look at.
    keep: { type: "boolean", default: false },
    folder: { type: "string", default: tmpdir() },
  },
});
const [conversions, clicks] = [Number(values.conversions), Number(values.clicks)];
const folder = await mkdtemp(join(values.folder, "bench-digest-"));
const cli = new URL("../src/cli.ts", import.meta.url).pathname;
const scan = new URL("peers/scan.ts", import.meta.url).pathname;

try {
  const { bavail, bsize } = await statfs(folder);
  // The files, the copy that is kept of them, and what does not fit into memory.
  const needed = 3 * (clicks * 100 + conversions * 150);
  if (bavail * bsize < needed)
    throw new Error(`${folder} needs ${(needed / 1e9).toFixed(0)} GB free`);
  await writeYear(folder, { conversions, clicks });
  const gigabytes = (await bytesIn(folder)) / 1e9;
  const count = (number: number) => number.toLocaleString("en-US");
  console.log(
    `${count(conversions)} conversions and ${count(clicks)} clicks, ${gigabytes.toFixed(1)} GB`,
  );
  await measure(scan, [folder]);
  const scanned = await measure(scan, [folder]);
  console.log(line("bare scan", scanned));
  const words = ["check", "run", "weekly", "--window=2026-W44", "--json"];
  const place = [`--config=${join(folder, "countercheck.yml")}`, `--data=${join(folder, "data")}`];
  const judged = await measure(cli, [...words, ...place], [0, 1]);
  console.log(line("weekly cadence", judged));
  const { results } = JSON.parse(judged.output) as { results: { outcome: string }[] };
  const outcomes = Map.groupBy(results, ({ outcome }) => outcome);
  const told = [...outcomes].map(([outcome, all]) => `${all.length} ${outcome}`).join(", ");
  const times = (judged.wallSeconds / scanned.wallSeconds).toFixed(1);
  console.log(`${results.length} checks (${told}), ${times} times the scan`);
} finally {
  if (values.keep) console.log(folder);
  else await rm(folder, { recursive: true });
}
