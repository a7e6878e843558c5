import { DateTime } from "luxon";

import type { StepInput } from "#step.ts";

/** A name for what a step makes, after the export convention: equal for a step that is done again. */
export function evidenceName(
  {
    source,
    runbook,
    context,
    startedAt,
  }: Pick<StepInput, "source" | "runbook" | "startedAt"> & {
    readonly context: Pick<StepInput["context"], "from" | "to">;
  },
  what: string,
  extension: string,
): string {
  const at = DateTime.fromISO(startedAt).toUTC().toFormat("yyyyMMdd't'HHmmssSSS'z'");
  const fields = [source, runbook, context.from, context.to, what].map((field) => slug(field));
  return `${[...fields, at].join("_")}.${extension}`;
}

function slug(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.slice(0, 40).replaceAll(/^-+|-+$/g, "") || "x";
}
