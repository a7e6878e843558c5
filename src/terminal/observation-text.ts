import { styleText } from "node:util";

import { displayDuration } from "#model/duration.ts";
import type { Endpoint } from "#model/endpoint.ts";
import { isBlind } from "#model/observation.ts";
import type { Observation, Phases } from "#model/observation.ts";
import { printable } from "#terminal/printable.ts";

const phaseNames = {
  dns: "dns",
  connect: "connect",
  tls: "tls",
  firstByte: "first byte",
  body: "body",
} as const satisfies Record<keyof Phases, string>;

/** A look for a person at a terminal: what it came to, its time by phase, each assertion and fact. */
export function observationText({ id }: Endpoint, seen: Observation): string {
  const { condition, text, assertions = [], facts = [], certificateDays } = seen;
  const mark = condition === "up" ? "✓" : isBlind(condition) ? "?" : "✗";
  const days =
    typeof certificateDays !== "number"
      ? []
      : [`certificate ends in ${certificateDays.toFixed(1)} days`];
  const lines = [
    ...timing(seen),
    ...assertions.map(
      ({ holds, assertion, found }) => `${holds ? "✓" : "✗"} ${assertion}; ${found}`,
    ),
    ...facts.map(([name, value]) => `${name}: ${value}`),
    ...days,
  ];
  const heading = styleText("bold", printable(`${mark} ${id} (${condition}): ${text}`));
  return [heading, ...lines.map((line) => printable(`    ${line}`))].join("\n");
}

function timing({ phases }: Observation): string[] {
  if (!phases) return [];
  const parts = Object.entries(phaseNames).flatMap(([phase, name]) => {
    const taken = phases[phase as keyof Phases];
    return taken === null ? [] : [`${name} ${displayDuration(taken)}`];
  });
  return parts.length === 0 ? [] : [parts.join(" · ")];
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
