import type { z } from "zod";

/** Slack's sentences for what zod found, each with the JSON pointer of the place below `root`. */
export function sentences(error: z.ZodError, root: string): string[] {
  return error.issues.flatMap((issue) => issueSentences(issue, root));
}

/** One problem as Slack words it. */
export function sentence(problem: string, pointer: string): string {
  return `[ERROR] ${problem} [json-pointer:${pointer}]`;
}

function issueSentences(issue: z.core.$ZodIssue, root: string): string[] {
  const pointer = [root, ...issue.path.map(String)].join("/");
  const parent = [root, ...issue.path.slice(0, -1).map(String)].join("/");
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? [sentence(`missing required field: ${String(issue.path.at(-1))}`, parent)]
        : [sentence(`must provide ${article(issue.expected)}`, pointer)];
    case "too_big":
      return [sentence(tooBig(issue.origin, Number(issue.maximum)), pointer)];
    case "too_small":
      return [sentence(tooSmall(issue.origin, Number(issue.minimum)), pointer)];
    case "unrecognized_keys":
      return issue.keys.map((key) => sentence(`invalid additional property: ${key}`, pointer));
    case "invalid_value":
      return [sentence(`must be one of: ${issue.values.map(String).join(", ")}`, pointer)];
    case "invalid_union":
      return issue.path.at(-1) === "type"
        ? [unknownType(issue, parent)]
        : issue.errors.flatMap((each) => each.flatMap((inner) => issueSentences(inner, pointer)));
    case "custom":
      return [sentence(issue.message, pointer)];
    default:
      return [sentence("has an invalid format", pointer)];
  }
}

function unknownType(issue: z.core.$ZodIssue, parent: string): string {
  const type = typeOf(issue.input);
  return type === undefined
    ? sentence("missing required field: type", parent)
    : sentence(`unsupported type: ${type}`, `${parent}/type`);
}

function typeOf(input: unknown): string | undefined {
  if (typeof input === "string") return input;
  const type: unknown = (input as { type?: unknown } | null | undefined)?.type;
  return type === undefined ? undefined : String(type);
}

function tooBig(origin: string, maximum: number): string {
  if (origin === "string") return `must be less than ${maximum + 1} characters`;
  return origin === "array"
    ? `no more than ${maximum} items allowed`
    : `must be at most ${maximum}`;
}

function tooSmall(origin: string, minimum: number): string {
  if (origin === "string") return `must be more than ${minimum - 1} characters`;
  return origin === "array"
    ? `no fewer than ${minimum} items allowed`
    : `must be at least ${minimum}`;
}

function article(expected: string): string {
  return /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}
