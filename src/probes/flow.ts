import { z } from "zod";

import { answerSeen, faultSeen } from "#model/classify.ts";
import { extractedFrom, filledStep, flowStep, placeholdersOf } from "#model/flow-step.ts";
import type { FlowStep, Values } from "#model/flow-step.ts";
import { listed } from "#model/phrases.ts";
import { hostOf } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";
import type { Observation, ProbeWorld } from "#probe.ts";

const most = 20;
const settings = z
  .strictObject({
    steps: z.array(flowStep).min(1).max(most),
    /** What must be done whatever became of the steps. */
    clean_up: z.array(flowStep).max(most).default([]),
    /** Every step asks by it. */
    credential: z.string().nullable().default(null),
  })
  .superRefine(({ steps, clean_up: cleaning }, context) => {
    const known = new Set(["run"]);
    const check = (list: readonly FlowStep[], key: string): void => {
      for (const [at, step] of list.entries()) {
        const lost = placeholdersOf(step).filter((name) => !known.has(name));
        if (lost.length > 0) {
          const message = `no step before ${step.name} extracts ${listed(lost.map((name) => `{${name}}`))}`;
          context.addIssue({ code: "custom", path: [key, at], message });
        }
        for (const name of Object.keys(step.extract)) known.add(name);
      }
    };
    check(steps, "steps");
    check(cleaning, "clean_up");
  });
type Settings = z.infer<typeof settings>;

/** Milliseconds that each step of the clean-up has, however much the others took. */
const cleanUpTime = 5000;

interface Done {
  readonly step: FlowStep;
  readonly seen: Observation;
}

export default defineProbe<Settings>({
  title: "Goes through several requests, and cleans up after itself",
  settings,
  requests: ({ steps, clean_up: cleaning }) => steps.length + cleaning.length,
  host: ({ steps: [first] }) => (first ? hostOf(first.url) : null),

  async look({ steps, clean_up: cleaning, credential }, world) {
    // What marks the records of this look, so that nobody takes them for real ones.
    const values: Record<string, string> = { run: world.now().replaceAll(/\D/g, "") };
    const done: Done[] = [];
    for (const step of steps) {
      const seen = await take(step, values, { credential }, world);
      done.push({ step, seen });
      if (seen.condition !== "up") break;
    }
    const cleaned: Done[] = [];
    for (const step of cleaning) {
      // What was never made need not be removed.
      if (placeholdersOf(step).some((name) => values[name] === undefined)) continue;
      const seen = await take(step, values, { credential, timeout: cleanUpTime }, world);
      cleaned.push({ step, seen });
    }
    return without(values, observationOf(steps, done, cleaned));
  },
});

/** Takes one step, and keeps what it extracts. */
async function take(
  step: FlowStep,
  values: Record<string, string>,
  { credential, ...more }: { readonly credential: string | null; readonly timeout?: number },
  { request }: ProbeWorld,
): Promise<Observation> {
  const what = `step ${step.name}`;
  const answer = await request({ ...filledStep(step, values, credential), ...more });
  if (isFault(answer)) return faultSeen(what, answer);
  const seen = answerSeen(answer, { what, assertions: step.assert ?? [] });
  const { values: found, missing } = extractedFrom(step, answer);
  Object.assign(values, found satisfies Values);
  if (seen.condition !== "up" || missing.length === 0) return seen;
  const text = `${what} answered ${answer.status}, but not with ${listed(missing)}.`;
  return { ...seen, condition: "application_error", text };
}

function observationOf(
  steps: readonly FlowStep[],
  done: readonly Done[],
  cleaned: readonly Done[],
): Observation {
  const last = done.at(-1)?.seen;
  if (!last) throw new Error("a flow has a step");
  const all = [...done, ...cleaned];
  const unclean = cleaned.find(({ seen }) => seen.condition !== "up");
  const left = unclean ? ` The clean-up failed, look after it by hand: ${unclean.seen.text}` : "";
  const isUp = last.condition === "up";
  const place = isUp
    ? `All ${steps.length} steps went through.`
    : `Of ${steps.length} steps, ${last.text}`;
  return {
    condition: isUp && unclean ? "application_error" : last.condition,
    text: `${place}${left}`,
    milliseconds: all.reduce((sum, { seen }) => sum + seen.milliseconds, 0),
    ...(last.phases ? { phases: last.phases } : {}),
    status: last.status ?? null,
    assertions: all.flatMap(({ step, seen }) =>
      (seen.assertions ?? []).map((one) => ({
        ...one,
        assertion: `${step.name}: ${one.assertion}`,
      })),
    ),
    facts: all.map(({ step, seen }) => {
      const { status = null, milliseconds, condition } = seen;
      return [step.name, `${status ?? condition} in ${Math.round(milliseconds)} ms`] as const;
    }),
  };
}

/** What was extracted may be a key to something: its name is shown in its place. */
function without(values: Values, seen: Observation): Observation {
  const hidden = Object.entries(values).filter(
    ([name, value]) => name !== "run" && value.length > 3,
  );
  const hide = (text: string): string =>
    hidden.reduce((masked, [name, value]) => masked.replaceAll(value, `{${name}}`), text);
  return {
    ...seen,
    text: hide(seen.text),
    assertions: (seen.assertions ?? []).map((one) => ({ ...one, found: hide(one.found) })),
  };
}
