import { z } from "zod";

import { checkCadences } from "#check.ts";
import type { Check } from "#check.ts";
import { datasetNames } from "#model/datasets.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { Scope } from "#model/filter-context.ts";
import { suggestion } from "#nearest.ts";

/** What a configuration says of one check. */
export interface CheckSettings {
  readonly enabled: boolean;
  /** Who looks after it, a Slack user id. */
  readonly owner: string | null;
  /** What it is narrowed to. */
  readonly scope: Partial<Scope>;
  /** What the check itself takes. */
  readonly settings: unknown;
  /** The same for each program that is judged for itself, by its id. */
  readonly programs: ReadonlyMap<string, unknown>;
}

/** A check of the team's own: a file with one SELECT, and from which number on it is bad. */
export type OwnCheck = z.infer<typeof ownCheck>;

const person = z
  .string()
  .regex(/^[UW][A-Z0-9]{2,}$/, "name a person by their Slack id, like U0123ABCD")
  .nullable()
  .default(null);
const scope = z
  .strictObject(
    Object.fromEntries(scopeFields.map((field) => [field, z.string().min(1).optional()])),
  )
  .default({});
const every = {
  enabled: z.boolean().default(true),
  owner: person,
  scope,
  programs: z.record(z.string().min(1), z.record(z.string(), z.unknown())).default({}),
};

const limit = z.number().nullable();
/** From which number on an own check is bad. */
export const limits = z.strictObject({
  warn_above: limit.default(null),
  fail_above: limit.default(null),
  warn_below: limit.default(null),
  fail_below: limit.default(null),
});
export type Limits = z.infer<typeof limits>;
const otherLimits = z.strictObject({
  warn_above: limit.optional(),
  fail_above: limit.optional(),
  warn_below: limit.optional(),
  fail_below: limit.optional(),
});
const ownCheck = z
  .strictObject({
    enabled: every.enabled,
    owner: every.owner,
    scope: every.scope,
    sql: z.string("name the file with its SELECT, relative to this one").min(1),
    title: z.string().min(1),
    cadence: z.enum(checkCadences),
    needs: z.array(z.enum(datasetNames)).min(1, "name at least one dataset that its SQL reads"),
    runbook: z.string().min(1),
    unit: z.string().default("records"),
    ...limits.shape,
    programs: z.record(z.string().min(1), otherLimits).default({}),
  })
  .superRefine((own, context) => {
    const message =
      "say from which number on it is bad: warn_above, fail_above, warn_below or fail_below";
    if (!hasLimit(own)) context.addIssue({ code: "custom", message });
    for (const [program, other] of Object.entries(own.programs)) {
      if (hasLimit(own) && !hasLimit({ ...own, ...other })) {
        context.addIssue({ code: "custom", message, path: ["programs", program] });
      }
    }
  });

function hasLimit(of: { readonly [Name in keyof Limits]?: number | null | undefined }): boolean {
  const { warn_above: a, fail_above: b, warn_below: c, fail_below: d } = of;
  return [a, b, c, d].some((one) => typeof one === "number");
}

interface ChecksFile {
  readonly checks: ReadonlyMap<string, CheckSettings>;
  readonly own: ReadonlyMap<string, OwnCheck>;
}

/** The schema of `checks` in countercheck.yml for the checks on the shelf. */
export function checksSchema(shelf: ReadonlyMap<string, Check>): z.ZodType<ChecksFile> {
  const known = Object.fromEntries(
    [...shelf].map(([id, { settings }]) => [
      id,
      (settings as z.ZodObject).extend(every).superRefine(programsOf(settings)).optional(),
    ]),
  );
  return z
    .object(known)
    .catchall(z.unknown())
    .default({})
    .transform((given, context): ChecksFile => {
      const own = new Map<string, OwnCheck>();
      const checks = new Map<string, CheckSettings>();
      for (const [id, value] of Object.entries(given)) {
        const check = shelf.get(id);
        if (check) {
          if (value !== undefined) checks.set(id, settingsOf(check, value as KnownCheck));
          continue;
        }
        const read = readOwn(id, value, shelf);
        if ("check" in read) own.set(id, read.check);
        else for (const issue of read.issues) context.addIssue({ ...issue, code: "custom" });
      }
      return { checks, own };
    }) as z.ZodType<ChecksFile>;
}

type KnownCheck = z.infer<z.ZodObject<typeof every>> & Readonly<Record<string, unknown>>;

function settingsOf(check: Check, value: KnownCheck): CheckSettings {
  const { enabled, owner, scope: narrowed, programs, ...settings } = value;
  return {
    enabled,
    owner,
    scope: narrowed,
    settings,
    programs: new Map(
      Object.entries(programs).map(([id, other]) => [
        id,
        check.settings.parse({ ...settings, ...other }),
      ]),
    ),
  };
}

/** What a program sets must be what the check takes, too. */
function programsOf(settings: Check["settings"]) {
  return (value: unknown, context: z.RefinementCtx): void => {
    const {
      enabled: _enabled,
      owner: _owner,
      scope: _scope,
      programs,
      ...own
    } = value as KnownCheck;
    for (const [program, other] of Object.entries(programs)) {
      const { error } = settings.safeParse({ ...own, ...other });
      for (const { message, path } of error?.issues ?? []) {
        context.addIssue({ code: "custom", message, path: ["programs", program, ...path] });
      }
    }
  };
}

interface Flaw {
  readonly message: string;
  readonly path: PropertyKey[];
}

function readOwn(
  id: string,
  value: unknown,
  shelf: ReadonlyMap<string, Check>,
): { check: OwnCheck } | { issues: Flaw[] } {
  const isOwn = typeof value === "object" && value !== null && "sql" in value;
  if (!isOwn || !/^[a-z][a-z0-9-]*$/.test(id)) {
    const near = suggestion(id, [...shelf.keys()]);
    const message = `there is no check "${id}".${near} A check of your own names its file as sql`;
    return { issues: [{ message, path: [id] }] };
  }
  const { data, error } = ownCheck.safeParse(value);
  if (data) return { check: data };
  return { issues: error.issues.map(({ message, path }) => ({ message, path: [id, ...path] })) };
}
