import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { loadConfig } from "#config.ts";
import type { Config } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import type { WorldParts } from "#runs/step-world.ts";

const commissions = `commission_id,status,amount,currency,created_at,conversion_id,partner_id,program_id,payout_id
cm_1,paid,100.00,USD,2026-10-02T12:00:00Z,cv_1,prt_1,prg_1,po_1
cm_2,refunded,20.50,USD,2026-10-03T12:00:00Z,cv_2,prt_1,prg_1,po_1
cm_3,approved,7.25,USD,2026-10-04T12:00:00Z,cv_3,prt_2,prg_1,
`;

const payouts = `payout_id,status,amount,currency,partner_id,program_id,period_start
po_1,completed,120.50,USD,prt_1,prg_1,2026-10-01
`;

const yaml = `timezone: America/New_York
currency: USD
sources:
  acme:
    kind: files
    path: ./exports
    timezone: UTC
    datasets:
      commissions: { files: 'commissions*.csv' }
      payouts: { files: 'payouts*.csv' }
`;

/** A small program with one refunded commission that was paid, and one approved that was not: a gap of 13.25. */
export interface Program {
  readonly folder: string;
  readonly config: Config;
  readonly parts: WorldParts;
  /** Writes a file of the program again, relative to its folder. */
  write(file: string, text: string): Promise<void>;
}

export async function smallProgram(more = ""): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), "countercheck-program-"));
  await mkdir(join(folder, "exports"));
  const write = (file: string, text: string): Promise<void> => writeFile(join(folder, file), text);
  await write("exports/commissions.csv", commissions);
  await write("exports/payouts.csv", payouts);
  await write("countercheck.yml", `${yaml}${more}`);
  const config = await loadConfig(join(folder, "countercheck.yml"));
  const artifacts = await openDiskArtifacts(join(folder, "data", "artifacts"));
  const scratchFolder = join(folder, "data", "scratch");
  return { folder, config, write, parts: { config, artifacts, scratchFolder } };
}
