import type { z } from "zod";

import { suggestion } from "#nearest.ts";

type Issue = z.core.$ZodIssue;

/** What is wrong with a value, in plain words; of a word that is not known here, the one that was meant. */
export function issueText(issue: Issue, value: unknown): string {
  if (issue.code === "invalid_union" && issue.inclusive !== false && issue.options) {
    return unknownWord(value, issue.options.map(String));
  }
  if (issue.code === "invalid_value") return unknownWord(value, issue.values.map(String));
  // A key's own sentence is one level down.
  if (issue.code === "invalid_key") return issue.issues[0]?.message ?? issue.message;
  // A schema's own sentence says more than can be said here.
  if (!/^(Invalid|Too) /.test(issue.message)) return issue.message;
  return plainText(issue, value) ?? issue.message;
}

function unknownWord(value: unknown, known: readonly string[]): string {
  if (value === undefined) return `it is missing. Known: ${known.join(", ")}.`;
  const found = typeof value === "string" ? `"${value}"` : foundText(value);
  return `${found} is not known here.${suggestion(String(value), known)}`;
}

function plainText(issue: Issue, value: unknown): string | null {
  switch (issue.code) {
    case "invalid_type": {
      const wanted = kinds[issue.expected] ?? issue.expected;
      if (value === undefined) return `it is missing; write ${wanted}`;
      if (issue.expected === "string" && typeof value === "number") {
        return `it is the number ${value}; write text, if need be in quotes`;
      }
      return `it is ${foundText(value)}; write ${wanted}`;
    }
    case "too_small":
      return sizeText(issue.origin, "at least", Number(issue.minimum));
    case "too_big":
      return sizeText(issue.origin, "at most", Number(issue.maximum));
    case "invalid_format":
      if (issue.format === "url") {
        return `"${String(value)}" is no address; write it like https://example.com`;
      }
      return null;
    default:
      return null;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list, like [a, b]",
  object: "keys with their values",
  record: "keys with their values",
};

function sizeText(origin: string, bound: "at least" | "at most", size: number): string {
  if (origin === "array" || origin === "set") {
    return `give ${bound} ${size === 1 ? "one" : size}`;
  }
  if (origin !== "string") return `write a number of ${bound} ${size}`;
  if (bound === "at least" && size === 1) return "it is empty; write text";
  return `write ${bound} ${size} characters`;
}

function foundText(value: unknown): string {
  if (value === null) return "empty";
  if (typeof value === "string") return `the text "${value}"`;
  if (typeof value !== "object") return String(value);
  return Array.isArray(value) ? "a list" : "keys with their values";
}

/** The value at a path of what was written; undefined where there is none. */
export function valueAt(written: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (within, key) => (within as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key],
    written,
  );
}
