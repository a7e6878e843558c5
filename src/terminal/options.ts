import { parameterNames } from "#runbook.ts";
import type { ParameterName } from "#runbook.ts";
import { givenTwice } from "#runs/parameters.ts";
import type { Given } from "#runs/parameters.ts";
import { printableJson } from "#terminal/printable.ts";

/** Options every command shares, as the command line hands them over. */
export interface SharedOptions {
  readonly config: string;
  readonly data: string;
  readonly json?: true;
}

/** Where the configuration and the data are unless it is said. */
const usualPlaces = { config: "countercheck.yml", data: "./data" } as const;

/** The options that name them again in a command to be pasted, ` --config FILE`; empty where both are the usual ones. */
export function placesGiven(options: SharedOptions): string {
  const names = ["config", "data"] as const;
  return names
    .filter((name) => options[name] !== usualPlaces[name])
    .map((name) => ` --${name} ${shellWord(options[name])}`)
    .join("");
}

/** A word as a shell reads it whole. */
export function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What the command line calls an option: `date_basis` is typed as --date-basis and handed over as `dateBasis`. */
type OptionName<Name extends string> = Name extends `${infer Word}_${infer Next}`
  ? `${Word}${Capitalize<Next>}`
  : Name;

/** Each option of the filter context with every value it was given. */
export type ContextOptions = SharedOptions &
  Readonly<Partial<Record<OptionName<ParameterName>, string[]>>>;

/** What was given of the filter context and source, by parameter name; what is given twice is a UsageError. */
export function givenOf(options: ContextOptions): Given {
  const given: Record<string, string> = {};
  for (const name of parameterNames) {
    const option = name.replace(/_\w/, (letter) => letter.slice(1).toUpperCase());
    const [value, ...more] = options[option as OptionName<ParameterName>] ?? [];
    if (more.length > 0) throw givenTwice(name);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

let printed = false;

/** Writes the one JSON document of a `--json` answer. */
export function printJson(document: unknown): void {
  printed = true;
  process.stdout.write(`${printableJson(JSON.stringify(document, null, 2))}\n`);
}

/** Writes what failed as the `--json` answer, unless there is one already. */
export function printFailure(error: {
  fault: "usage" | "config" | "source" | "ours";
  fields: readonly string[];
  message: string;
}): void {
  if (!printed) printJson({ error });
}
