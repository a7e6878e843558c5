import { parseArgs } from "node:util";

import { median } from "#model/baseline.ts";
import { rangeOf } from "#model/count-range.ts";
import { lostIn } from "#model/loss-estimate.ts";

import { randomOf } from "./random.ts";
import { outageTrial } from "./trial/outages.ts";
import type { OutageTrial } from "./trial/outages.ts";

/**
 * What outages cost, estimated from the weeks before as the bot would, beside what they really took: programs of nine weeks
 * with hours of the week, growth, better and worse days and clocks that change.
 */
const { values } = parseArgs({
  options: {
    // Of each class.
    outages: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
  },
});
const wanted = Number(values.outages);
const random = randomOf(Number(values.seed));
const classes = [
  { name: "50 and more", from: 50, to: Infinity },
  { name: "10 to 50", from: 10, to: 50 },
  { name: "below 10", from: 0, to: 10 },
].map((one) => ({ ...one, trials: new Array<OutageTrial>() }));
while (classes.some(({ trials }) => trials.length < wanted)) {
  const trial = outageTrial(random);
  const found = classes.find(({ from, to }) => trial.mean >= from && trial.mean < to);
  if (found && found.trials.length < wanted) found.trials.push(trial);
}

const started = performance.now();
for (const { name, trials } of classes) {
  const ofRate: number[] = [];
  const ofCount: number[] = [];
  const widths: number[] = [];
  let [within, untold] = [0, 0];
  for (const { outage, hours, first, timezone, mean, lost } of trials) {
    const estimate = lostIn([outage], { hours, first, timezone });
    // A quiet program may have had no record for longer than is believed.
    if ("untold" in estimate) {
      untold += 1;
      continue;
    }
    const dispersion = 1 + estimate.doubt * estimate.mean;
    const range = rangeOf({ mean: estimate.mean, dispersion }, 0.05);
    if (lost >= range.from && lost <= range.to) within += 1;
    ofRate.push(Math.abs(estimate.mean - mean) / mean);
    ofCount.push(Math.abs(estimate.mean - lost) / Math.max(1, lost));
    widths.push((range.to - range.from) / Math.max(1, estimate.mean));
  }
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  console.log(
    `${name.padEnd(12)} ${ofRate.length} outages${untold > 0 ? `, and ${untold} not told` : ""}: median error ${percent(median(ofRate))} of what the rate would have brought, ${percent(median(ofCount))} of what came to be lost; in the interval ${percent(within / ofRate.length)}, which is ${percent(median(widths))} wide`,
  );
}
console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
