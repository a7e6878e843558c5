import { displayDuration } from "#model/duration.ts";
import type { Phases } from "#model/observation.ts";
import { phasesTaken } from "#model/timing.ts";

/** Characters of the longest bar; more would not fit beside a name and a time on a phone. */
const widest = 12;

/** The phases of one look, each below the other with a bar; empty where there were none. */
export function timingTable(phases: Phases | undefined): string {
  const taken = phasesTaken(phases);
  const longest = Math.max(...taken.map(([, milliseconds]) => milliseconds), 1);
  return taken
    .map(([name, milliseconds]) => {
      const bar = "▇".repeat(Math.ceil((milliseconds / longest) * widest));
      return `${name.padEnd(10)} ${displayDuration(milliseconds).padStart(7)}  ${bar}`.trimEnd();
    })
    .join("\n");
}
