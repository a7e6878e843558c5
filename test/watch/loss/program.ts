import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DateTime } from "luxon";

import { loadConfig } from "#config.ts";
import type { Config } from "#config.ts";

/** When the outage of these tests begins. */
export const began = DateTime.fromISO("2026-09-16T10:00:00Z", { zone: "utc" });

/** A shop whose two programs had a conversion every few minutes for nine weeks, until the outage. */
export async function shop(
  endpoints: string,
): Promise<{ readonly folder: string; readonly config: Config; readonly exports: Exports }> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-loss-"));
  await writeFile(
    join(folder, "countercheck.yml"),
    `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC
    datasets: { conversions: { files: 'conversions*.csv' }, commissions: { files: 'commissions*.csv' } }
endpoints:
${endpoints}`,
  );
  await mkdir(join(folder, "exports"));
  const exports = new Exports(join(folder, "exports"));
  const first = began.minus({ weeks: 9 });
  for (let at = first; at < began; at = at.plus({ minutes: 3 })) exports.sold("spring", at);
  for (let at = first; at < began; at = at.plus({ minutes: 30 })) exports.sold("autumn", at);
  await exports.write();
  return { folder, config: await loadConfig(join(folder, "countercheck.yml")), exports };
}

/** What the shop's platform exports. */
export class Exports {
  readonly #folder: string;
  readonly #conversions = [
    "conversion_id,occurred_at,status,amount,currency,program_id,partner_id,order_id",
  ];
  readonly #commissions = ["commission_id,conversion_id,status,amount,currency,created_at"];

  constructor(folder: string) {
    this.#folder = folder;
  }

  sold(program: string, at: DateTime, order = "o"): void {
    const number = this.#conversions.length;
    const when = at.toISO();
    const partner = number % 4 === 0 ? "p_small" : "p_big";
    this.#conversions.push(
      `cv_${number},${when},approved,80.00,USD,${program},${partner},${order}-${number}`,
    );
    this.#commissions.push(`cm_${number},cv_${number},approved,8.00,USD,${when}`);
  }

  async write(): Promise<void> {
    const lines = (rows: readonly string[]): string => [...rows, ""].join("\n");
    await writeFile(join(this.#folder, "conversions.csv"), lines(this.#conversions));
    await writeFile(join(this.#folder, "commissions.csv"), lines(this.#commissions));
  }
}
