import { z } from "zod";

import { UsageError } from "#errors.ts";
import { datasetNames, definitionOf } from "#model/datasets.ts";
import type { Dataset } from "#model/datasets.ts";
import { timezone } from "#model/timezone.ts";
import { amountForms, defineSource } from "#source.ts";

const words = z.record(z.string(), z.string().min(1)).default({});

/** The settings of one dataset: only columns it has can be mapped, only statuses it knows can be meant. */
function settingsOf(dataset: Dataset) {
  const { columns, statuses } = definitionOf(dataset);
  return z.strictObject({
    files: z.string().min(1),
    columns: words.superRefine((mapped, context) => {
      for (const column of Object.keys(mapped)) {
        if (column in columns) continue;
        const message = `"${column}" is not a column of ${dataset}; it has ${Object.keys(columns).join(", ")}`;
        context.addIssue({ code: "custom", path: [column], message });
      }
    }),
    statuses: words.superRefine((mapped, context) => {
      for (const [theirs, status] of Object.entries(mapped)) {
        if (!statuses || statuses.includes(status)) continue;
        const message = `"${status}" is not a status of ${dataset}; it has ${statuses.join(", ")}`;
        context.addIssue({ code: "custom", path: [theirs], message });
      }
    }),
    amounts: z.enum(amountForms).default("decimal"),
  });
}

type DatasetSettings = z.infer<ReturnType<typeof settingsOf>>;

const settings = z.strictObject({
  path: z.string().min(1),
  timezone,
  datasets: z.strictObject(
    Object.fromEntries(
      datasetNames.map((dataset) => [dataset, settingsOf(dataset).optional()] as const),
    ) as { [Name in Dataset]: z.ZodOptional<ReturnType<typeof settingsOf>> },
  ),
});

export default defineSource<z.infer<typeof settings>>({
  title: "A folder of exports",
  settings,
  wholeFiles: true,

  datasets: ({ datasets }) => datasetNames.filter((dataset) => datasets[dataset]),

  layout(dataset, { timezone: zone, datasets }) {
    const { columns, statuses, amounts } = configured(dataset, datasets);
    return { timezone: zone, columns, statuses, amounts };
  },

  async *fetch({ dataset }, { path, datasets }, world) {
    const { files: pattern } = configured(dataset, datasets);
    const files = await world.find(path, pattern);
    if (files.length === 0) {
      const all = await world.find(path, "**/*");
      const shown = all.slice(0, 5).map(({ name }) => name);
      const holds =
        all.length > 0 ? `holds ${shown.join(", ")}${all.length > 5 ? ", …" : ""}` : "is empty";
      throw new UsageError(
        `No file in ${path} matches ${pattern}; the folder ${holds}. Put the export there or change datasets.${dataset}.files of the source.`,
        ["source"],
      );
    }
    yield* files;
  },
});

function configured(
  dataset: Dataset,
  datasets: Partial<Record<Dataset, DatasetSettings | undefined>>,
): DatasetSettings {
  const found = datasets[dataset];
  if (found) return found;
  const known = datasetNames.filter((name) => datasets[name]);
  throw new UsageError(
    `The source has no ${dataset}: it is configured for ${known.join(", ") || "no dataset"}. Add datasets.${dataset}.files to it.`,
    ["source"],
  );
}
