import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { line, measure } from "./measure.ts";

/** Packages: a thousand items, then one item of 10 MB and one of 500 MB, built, verified and masked, each in a process of its own. */
const work = new URL("evidence-work.ts", import.meta.url).pathname;
const row = "cus_000001,somebody@customer.example,2026-10-14T09:31:07Z,approved,1250.50,USD\n";
const megabyte = 1_000_000;

await measured("1,000 items of 20 kB", 1000, 20_000);
await measured("1 item of 10 MB", 1, 10 * megabyte, true);
await measured("1 item of 500 MB", 1, 500 * megabyte, true);

async function measured(name: string, items: number, bytes: number, masks = false): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "bench-evidence-"));
  try {
    await writeItems(join(folder, "artifacts"), items, bytes);
    const given = ["--folder", folder, "--items", String(items)];
    for (const what of ["build", "verify", ...(masks ? ["mask"] : [])]) {
      console.log(
        line(`${what.padEnd(6)} ${name}`.padEnd(30), await measure(work, [what, ...given])),
      );
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function writeItems(folder: string, items: number, bytes: number): Promise<void> {
  await mkdir(folder);
  const block = row.repeat(Math.ceil(Math.min(bytes, megabyte) / row.length));
  for (let item = 0; item < items; item += 1) {
    const file = await open(join(folder, `item-${item}.csv`), "w");
    for (let left = bytes - 12; left > 0; left -= block.length) {
      await file.write(left < block.length ? block.slice(0, left) : block);
    }
    await file.write(`\n${String(item).padStart(11, "0")}`);
    await file.close();
  }
}
