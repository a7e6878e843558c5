import { DateTime } from "luxon";
import { z } from "zod";

import { quoted } from "#model/assertions/assertion.ts";
import { jsonOf, jsonPath } from "#model/assertions/json-path.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { datasetNames } from "#model/datasets.ts";
import { displayDuration, duration } from "#model/duration.ts";
import { scopeFields } from "#model/filter-context.ts";
import { instantOf } from "#model/instant.ts";
import { platformErrorOf } from "#model/presets/preset.ts";
import { presets } from "#model/presets/presets.ts";
import {
  addressOf,
  headersOf,
  requestOf,
  requestShape,
  targetFlaw,
  targetShape,
} from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { timezone } from "#model/timezone.ts";
import { defineProbe, isFault } from "#probe.ts";
import type { Observation, ProbeWorld } from "#probe.ts";

const settings = z
  .strictObject({
    /** The newest record may be so old. */
    within: duration,
    /** A dataset of the endpoint's source, */
    dataset: z.enum(datasetNames).optional(),
    scope: z
      .strictObject(Object.fromEntries(scopeFields.map((field) => [field, z.string().optional()])))
      .default({}),
    /** or an answer that has the records' times at a path. */
    ...targetShape,
    ...requestShape,
    at: jsonPath.optional(),
    /** In which times without an offset are read. */
    timezone: timezone.default("UTC"),
  })
  .superRefine(({ dataset, at, ...target }, context) => {
    const isAsked = target.url !== undefined || target.preset !== undefined;
    const flaw = isAsked ? targetFlaw(target) : null;
    const message =
      (dataset !== undefined) === isAsked
        ? "say whose age it is: dataset, or url (or preset) with the path of the times as at"
        : isAsked && !at
          ? "say where in the answer the times are: at, like $.data[*].created_at"
          : flaw;
    if (message !== null) context.addIssue({ code: "custom", message });
  });
type Settings = z.infer<typeof settings>;

/** Clocks differ; a record from farther in the future has a wrong date. */
const tolerance = 300_000;

export default defineProbe<Settings>({
  title: "Has a newest record that is young enough",
  settings,
  requests: ({ dataset }) => (dataset === undefined ? 1 : 0),
  host: (given) => (given.dataset === undefined ? hostOf(addressOf(given)) : null),
  readsExports: ({ dataset }) => dataset !== undefined,

  async look(given, world) {
    const { dataset, scope, within } = given;
    if (dataset === undefined) return lookAtAnswer(given, world);
    const { clock, now, arrivals } = world;
    const started = clock();
    const narrowed = Object.fromEntries(Object.entries(scope).filter(([, value]) => value));
    const { newestAt } = await arrivals(dataset, narrowed as Record<string, string>);
    const milliseconds = clock() - started;
    const newest = newestAt === null ? null : DateTime.fromISO(newestAt);
    return { ...ageSeen(dataset, newest, within, now()), milliseconds };
  },
});

async function lookAtAnswer(given: Settings, { request }: ProbeWorld): Promise<Observation> {
  const { preset, headers, at, within } = given;
  const url = addressOf(given);
  const what = shownAddress(url);
  const answer = await request(requestOf(url, { ...given, headers: headersOf(preset, headers) }));
  if (isFault(answer)) return faultSeen(what, answer);
  const platformError = platformErrorOf(preset ? presets[preset].grammar : null, answer);
  const seen = answerSeen(answer, { what, assertions: [], platformError });
  if (seen.condition !== "up" || !at) return seen;
  const json = jsonOf(answer);
  if ("reason" in json) {
    return {
      ...seen,
      condition: "application_error",
      text: `${what} answered, but ${json.reason}.`,
    };
  }
  const values = at.valuesIn(json.document);
  const instants = values.map((value) => instantOf(value, given.timezone));
  const strange = values.find((_, index) => instants[index] === null);
  if (strange !== undefined) {
    const found = quoted(JSON.stringify(strange)).slice(1, -1);
    const text = `${what} has at ${at.source} what is no time: ${found}.`;
    return { ...seen, condition: "application_error", text };
  }
  const known = instants.filter((instant) => instant !== null);
  const newest = known.length === 0 ? null : DateTime.max(...known);
  return { ...seen, ...ageSeen(what, newest ?? null, within, answer.at) };
}

function ageSeen(
  what: string,
  newest: DateTime | null,
  within: number,
  now: string,
): Pick<Observation, "condition" | "text" | "facts"> {
  if (newest === null) return { condition: "stale", text: `${what} has no record at all.` };
  const facts = [
    ["newest record", newest.toUTC().toISO({ suppressMilliseconds: true }) ?? ""],
  ] as const;
  const age = DateTime.fromISO(now).diff(newest).toMillis();
  if (age < -tolerance) {
    const text = `The newest record of ${what} is ${displayDuration(-age)} in the future.`;
    return { condition: "application_error", text, facts };
  }
  const old = `The newest record of ${what} is ${displayDuration(Math.max(0, age))} old`;
  if (age <= within) return { condition: "up", text: `${old}.`, facts };
  return { condition: "stale", text: `${old}, over ${displayDuration(within)}.`, facts };
}
