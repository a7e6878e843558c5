import { isDeepStrictEqual, parseArgs } from "node:util";

import * as customers from "../test/reconcile/customer-count-mismatch/trials.ts";
import * as cards from "../test/reconcile/export-mismatch/trials.ts";
import * as payouts from "../test/reconcile/payout-mismatch/trials.ts";
import * as revenue from "../test/reconcile/revenue-mismatch/trials.ts";
import * as analytics from "../test/reconcile/sparse-analytics/trials.ts";

const { values } = parseArgs({ options: { programs: { type: "string", default: "2000" } } });

let wrong = 0;
for (const { planted, random } of [payouts, revenue, customers, analytics, cards]) {
  for (const trials of [planted, random]) {
    let exact = 0;
    const tally = await trials.run(Number(values.programs), ({ wanted, found }) => {
      if (isDeepStrictEqual(found, wanted)) exact += 1;
    });
    const unseen = tally.unseen(trials);
    wrong += tally.programs - exact + unseen.length;
    const never = unseen.length > 0 ? `; never seen: ${unseen.join(", ")}` : "";
    console.log(`${tally.line(trials)}; ${exact.toLocaleString("en")} programs exact${never}`);
  }
}
process.exitCode = wrong === 0 ? 0 : 1;
