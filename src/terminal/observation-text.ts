import { styleText } from "node:util";

import type { Endpoint } from "#model/endpoint.ts";
import { isBlind } from "#model/observation.ts";
import type { Observation, Phases } from "#model/observation.ts";
import { phaseNames, timingLine } from "#model/timing.ts";
import { printable } from "#terminal/printable.ts";

/** A look for a person at a terminal: what it came to, its time by phase, each assertion and fact. */
export function observationText({ id }: Endpoint, seen: Observation): string {
  const { condition, text, assertions = [], facts = [], certificateDays } = seen;
  const mark = condition === "up" ? "✓" : isBlind(condition) ? "?" : "✗";
  const days =
    typeof certificateDays !== "number"
      ? []
      : [`certificate ends in ${certificateDays.toFixed(1)} days`];
  const timing = timingLine(seen.phases);
  const lines = [
    ...(timing === "" ? [] : [timing]),
    ...assertions.map(
      ({ holds, assertion, found }) => `${holds ? "✓" : "✗"} ${assertion}; ${found}`,
    ),
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...days,
  ];
  const heading = styleText("bold", printable(`${mark} ${id} (${condition}): ${text}`));
  return [heading, ...lines.map((line) => printable(`    ${line}`))].join("\n");
}

/** The same as a document. */
export function observationDocument({ id, kind }: Endpoint, seen: Observation | undefined) {
  if (!seen) throw new Error(`${id} was not looked at`);
  const { condition, text, status, milliseconds, phases, assertions, certificateDays, facts } =
    seen;
  return {
    endpoint: id,
    kind,
    condition,
    text,
    status: status ?? null,
    milliseconds: rounded(milliseconds),
    phases: phases
      ? Object.fromEntries(
          Object.entries(phaseNames).map(([phase, name]) => [
            name.replace(" ", "_"),
            rounded(phases[phase as keyof Phases]),
          ]),
        )
      : null,
    assertions: assertions ?? [],
    certificate_days: certificateDays ?? null,
    facts: Object.fromEntries(facts ?? []),
  };
}

function rounded(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds * 100) / 100;
}
