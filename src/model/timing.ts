import { displayDuration } from "#model/duration.ts";
import type { Phases } from "#model/observation.ts";

/** Phases in the order in which they happen, as they are called. */
export const phaseNames = {
  dns: "dns",
  connect: "connect",
  tls: "tls",
  firstByte: "first byte",
  body: "body",
} as const satisfies Record<keyof Phases, string>;

/** The phases that a look came to, in order, each with its milliseconds. */
export function phasesTaken(phases: Phases | undefined): (readonly [string, number])[] {
  if (!phases) return [];
  return Object.entries(phaseNames).flatMap(([phase, name]) => {
    const taken = phases[phase as keyof Phases];
    return taken === null ? [] : [[name, taken] as const];
  });
}

/** The same in one line: `dns 4 ms · connect 12 ms`; empty where there were none. */
export function timingLine(phases: Phases | undefined): string {
  return phasesTaken(phases)
    .map(([name, milliseconds]) => `${name} ${displayDuration(milliseconds)}`)
    .join(" · ");
}
