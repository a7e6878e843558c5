import { z } from "zod";

export const parameterNames = [
  "source",
  "window",
  "timezone",
  "currency",
  "workspace",
  "campaign",
  "link",
  "program",
  "partner",
  "status",
  "date_basis",
  "cost_model",
  "card",
  "metric",
  "tab",
] as const;
export type ParameterName = (typeof parameterNames)[number];

const kebab = z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, "lower case words joined by -");

/** A runbook file: what trouble it is for, what it asks, and its steps in order; a step's other keys are its kind's settings. */
export const runbookSchema = z.strictObject({
  title: z.string().min(1).max(150),
  purpose: z.string().min(1).max(600),
  /** The day by which somebody must have read it again. */
  review_by: z.iso.date("write it like 2027-03-01").optional(),
  parameters: z.array(z.enum(parameterNames)).min(1),
  steps: z
    .array(z.looseObject({ id: kebab, title: z.string().min(1).max(120), kind: kebab }))
    .min(1)
    .max(40),
});

export type RunbookStep = z.infer<typeof runbookSchema>["steps"][number];

/** A runbook as loaded: the file's content, its id (the file name), its text and the SHA-256 of its bytes. */
export interface Runbook extends z.infer<typeof runbookSchema> {
  readonly id: string;
  readonly sha256: string;
  readonly text: string;
}

/** What is said of a runbook that should have been read again by a day, `YYYY-MM-DD`; null when it is fresh. */
export function staleSentence({ id, review_by: due }: Runbook, today: string): string | null {
  if (due === undefined || today <= due) return null;
  return `The runbook ${id} was to be reviewed by ${due}: read it again before you rely on it.`;
}
