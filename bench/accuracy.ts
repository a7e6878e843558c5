import { isDeepStrictEqual, parseArgs } from "node:util";

import { everyTrial } from "../test/reconcile/every-trial.ts";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "2000" },
    reconciliation: { type: "string", default: "" },
  },
});
const asked = everyTrial
  .flatMap(({ planted, random }) => [planted, random])
  .filter(({ name }) => name.startsWith(values.reconciliation));
if (asked.length === 0) throw new Error(`there is no reconciliation ${values.reconciliation}`);

let wrong = 0;
for (const trials of asked) {
  let exact = 0;
  const tally = await trials.run(Number(values.programs), ({ wanted, found }) => {
    if (isDeepStrictEqual(found, wanted)) exact += 1;
  });
  const unseen = tally.unseen(trials);
  wrong += tally.programs - exact + unseen.length;
  const never = unseen.length > 0 ? `; never seen: ${unseen.join(", ")}` : "";
  console.log(`${tally.line(trials)}; ${exact.toLocaleString("en")} programs exact${never}`);
}
process.exitCode = wrong === 0 ? 0 : 1;
