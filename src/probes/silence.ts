import { z } from "zod";

import { datasetNames } from "#model/datasets.ts";
import { scopeFields } from "#model/filter-context.ts";
import { defineProbe } from "#probe.ts";

const settings = z.strictObject({
  dataset: z.enum(datasetNames).default("conversions"),
  scope: z
    .strictObject(Object.fromEntries(scopeFields.map((field) => [field, z.string().optional()])))
    .default({}),
  /** Silence less likely than this is an alarm: by 0.0001 when more than 9.2 records were to be expected. */
  chance: z.number().gt(0).max(0.05).default(0.0001),
});

export default defineProbe<z.infer<typeof settings>>({
  title: "Is heard of as often as the hour of the week says",
  settings,
  requests: () => 0,
  host: () => null,
  readsExports: () => true,

  async look({ dataset, scope, chance }, { arrivals, clock }) {
    const started = clock();
    const narrowed = Object.fromEntries(Object.entries(scope).filter(([, value]) => value));
    const { heardAt, expectedSince } = await arrivals(dataset, narrowed as Record<string, string>);
    const milliseconds = clock() - started;
    if (expectedSince === null) {
      const text = `There is not enough history of ${dataset} to know what an hour brings.`;
      return { condition: "unknown", text, milliseconds };
    }
    // Arrivals independent of each other: the chance of none is e to the minus of what is expected.
    const isSilent = expectedSince > -Math.log(chance);
    const since = heardAt === null ? "ever" : `since ${heardAt}`;
    const usual = `about ${expectedSince.toFixed(1)} are usual`;
    return {
      condition: isSilent ? "stale" : "up",
      text: isSilent
        ? `No record of ${dataset} ${since}, where ${usual}.`
        : `${dataset} is heard of as usual: ${usual} in the time without one.`,
      milliseconds,
      ...(heardAt === null ? {} : { facts: [["newest record", heardAt]] as const }),
    };
  },
});
