import { displayDuration } from "#model/duration.ts";
import type { Phases } from "#model/observation.ts";

/** Phases in the order in which they happen, as they are called. */
const phaseNames = {
  dns: "dns",
  connect: "connect",
  tls: "tls",
  firstByte: "first byte",
  body: "body",
} as const satisfies Record<keyof Phases, string>;

/** Characters of the longest bar; more would not fit beside a name and a time on a phone. */
const widest = 12;

/** The phases of one look, each below the other with a bar; empty where there were none. */
export function timingTable(phases: Phases | undefined): string {
  const taken = takenOf(phases);
  const longest = Math.max(...taken.map(([, milliseconds]) => milliseconds), 1);
  return taken
    .map(([name, milliseconds]) => {
      const bar = "▇".repeat(Math.ceil((milliseconds / longest) * widest));
      return `${name.padEnd(10)} ${displayDuration(milliseconds).padStart(7)}  ${bar}`.trimEnd();
    })
    .join("\n");
}

/** The same in one line: `dns 4 ms · connect 12 ms`. */
export function timingLine(phases: Phases | undefined): string {
  return takenOf(phases)
    .map(([name, milliseconds]) => `${name} ${displayDuration(milliseconds)}`)
    .join(" · ");
}

function takenOf(phases: Phases | undefined): (readonly [string, number])[] {
  if (!phases) return [];
  return Object.entries(phaseNames).flatMap(([phase, name]) => {
    const taken = phases[phase as keyof Phases];
    return taken === null ? [] : [[name, taken] as const];
  });
}
