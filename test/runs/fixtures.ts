import { sql } from "kysely";
import type { Kysely } from "kysely";

import type { Announcer } from "#runs/announcer.ts";
import type { Performance, Performer } from "#runs/perform.ts";
import type { RunRequest } from "#runs/runs.ts";
import type { StepOutcome, StepResult } from "#step.ts";
import { noCard } from "#model/card.ts";
import { october } from "../reconcile/october.ts";

/** What runs and exports of the tests ask for. */
export const context = october;

/** A request for a run of so many steps, `s0` first. */
export function requestOf(steps: number): RunRequest {
  const ids = Array.from({ length: steps }, (_, position) => `s${position}`);
  return {
    runbook: {
      id: "drill",
      title: "Drill",
      purpose: "A drill.",
      parameters: ["source"],
      steps: ids.map((id) => ({ id, title: `Step ${id}`, kind: "drill" })),
      sha256: "0".repeat(64),
      text: "",
    },
    source: "acme",
    context,
    card: noCard,
    requestedBy: "U1",
    channel: "C1",
  };
}

export function outcomeOf(summary: string): StepOutcome {
  return { status: "complete", summary, report: [], evidence: [] };
}

/** A performer made of a function; what it is asked for last is what it does. */
export function performerOf(
  perform: (performance: Performance) => Promise<StepResult>,
): Performer & { readonly released: string[] } {
  const released: string[] = [];
  return { perform, released, release: async (runId) => void released.push(runId) };
}

/** Makes the table the fixture announcer writes to. */
export async function makeAnnouncements(db: Kysely<never>): Promise<void> {
  await sql`CREATE TABLE IF NOT EXISTS announced (number bigint GENERATED ALWAYS AS IDENTITY, run text, state text)`.execute(
    db,
  );
}

/** Writes down each state it is called with, as often as it is called. */
export function announcerOf(onState?: (state: string) => void): Announcer {
  return {
    async changed(trx, run, steps) {
      const state = [run.status, ...steps.map(({ status }) => status)].join(" ");
      await sql`INSERT INTO announced (run, state) VALUES (${run.id}, ${state})`.execute(trx);
      onState?.(state);
    },
  };
}

/** What was announced of a run, in order. */
export async function announcedOf(db: Kysely<never>, run: string): Promise<string[]> {
  const { rows } = await sql<{
    state: string;
  }>`SELECT state FROM announced WHERE run = ${run} ORDER BY number`.execute(db);
  return rows.map(({ state }) => state);
}

/** Every state of a run whose steps all complete. */
export function allStates(steps: number): string[] {
  const states = ["running", ...Array.from({ length: steps }, () => "pending")];
  const said = [states.join(" ")];
  for (let position = 1; position <= steps; position += 1) {
    states[position] = "running";
    said.push(states.join(" "));
    states[position] = "complete";
    if (position === steps) states[0] = "finished";
    said.push(states.join(" "));
  }
  return said;
}
