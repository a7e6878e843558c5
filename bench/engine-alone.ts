import { join } from "node:path";

import { loadConfig } from "#config.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { parseWindow } from "#model/window.ts";
import { aloneInput } from "#runs/perform.ts";
import { stepWorlds } from "#runs/step-world.ts";
import { noCard } from "#model/card.ts";

/** What the command does up to the explanation and its rows, without cards, chart and the steps after it. */
const [folder, data] = process.argv.slice(2);
if (!folder || !data) throw new Error("usage: node bench/engine.ts FOLDER DATA");

const config = await loadConfig(join(folder, "countercheck.yml"));
const artifacts = await openDiskArtifacts(join(data, "artifacts"));
const worlds = stepWorlds({ config, artifacts, scratchFolder: join(data, "scratch") });
const runId = "bench";
const context = {
  ...parseWindow("2026-10", config.timezone),
  workspace: null,
  campaign: null,
  link: null,
  program: null,
  partner: null,
  statuses: null,
  currency: config.currency,
  date_basis: "event" as const,
  cost_model: null,
};
const world = worlds.open(
  {
    ...aloneInput("payout-mismatch", { source: "acme", context, card: noCard }),
    runId,
    outcomes: {},
  },
  new AbortController().signal,
);
const exports = [await world.collect("commissions"), await world.collect("payouts")];
const { explanation } = await world.reconcile("payout-mismatch", exports);
await worlds.release(runId);
process.stdout.write(JSON.stringify(explanation));
