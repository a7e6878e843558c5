import { isMap, isNode, isScalar, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import { z } from "zod";

import { ConfigError } from "#errors.ts";
import { suggestion } from "#nearest.ts";
import { issueText, valueAt } from "#yaml-issue.ts";

export interface YamlFile {
  /** As shown in messages. */
  readonly file: string;
  readonly text: string;
  /** Values for `${NAME}`; without it a `${NAME}` stays as it is. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Something wrong that a schema cannot say, at a path of the document. */
export interface Flaw {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/**
 * Reads a YAML text against a schema; a ConfigError holds every problem with file, line and column. What `judge` finds
 * in the document as written is told beside, whatever else is wrong with it.
 */
export function readYaml<Value>(
  { file, text, environment }: YamlFile,
  schema: z.ZodType<Value>,
  judge: (written: unknown) => readonly Flaw[] = () => [],
): Value {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    throw new ConfigError(
      document.errors.map(({ pos, message }) => `${place(pos[0])}: ${message}`),
    );
  }
  const problems = environment ? substitute(document, environment) : [];
  problems.push(...unheldKeys(document));
  const written = valueOf(document, file);
  const result = schema.safeParse(written ?? {});
  if (!result.success) {
    for (const issue of flatten(result.error.issues)) {
      const words = issue.code === "unrecognized_keys" ? issue.keys : [null];
      for (const word of words) {
        const path = word === null ? issue.path : [...issue.path, word];
        const known = () => keysAt(schema, written, issue.path);
        const said =
          word === null
            ? placed(document, issue.path, issueText(issue, valueAt(written, issue.path)))
            : unknownKey(word, spokenPath(document, issue.path), known());
        problems.push({ offset: offsetOf(document, path), text: said });
      }
    }
  }
  for (const { path, message } of judge(written)) {
    problems.push({ offset: offsetOf(document, path), text: placed(document, path, message) });
  }
  if (problems.length > 0 || !result.success) {
    problems.sort((a, b) => a.offset - b.offset);
    throw new ConfigError(problems.map(({ offset, text: said }) => `${place(offset)}: ${said}`));
  }
  return result.data;
}

type Issue = z.core.$ZodIssue;

interface Problem {
  readonly offset: number;
  readonly text: string;
}

/** Of a union's branches, the one that got furthest speaks. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
    const best = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return flatten(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

function unknownKey(word: string, at: string, known: readonly string[]): string {
  return `unknown key "${word}"${at ? ` in ${at}` : ""}.${suggestion(word, known)}`;
}

function placed(document: Document, path: readonly PropertyKey[], message: string): string {
  const text = `${spokenPath(document, path) || "the file"}: ${message}`;
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** Replaces `${NAME}` in every string; a name that is not set is a problem of its own. */
function substitute(
  document: Document,
  environment: Readonly<Record<string, string | undefined>>,
): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(key, node) {
      if (key === "key" || typeof node.value !== "string") return;
      node.value = node.value.replaceAll(/\$\{([A-Z0-9_]+)\}/g, (whole, name: string) => {
        const value = environment[name];
        if (value !== undefined) return value;
        problems.push({
          offset: node.range?.[0] ?? 0,
          text: `the environment variable ${name} is not set; set it or write the value here.`,
        });
        return whole;
      });
    },
  });
  return problems;
}

/** The value as written; where an alias has no anchor, or aliases of aliases multiply without end, there is none. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    const { message } = cause as Error;
    throw new ConfigError(`${file}:1:1: its aliases (*name) cannot be followed: ${message}.`, {
      cause,
    });
  }
}

/** Keys that a value cannot hold, which would disappear without a word. */
function unheldKeys(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.value !== "__proto__") return;
      problems.push({ offset: key.range?.[0] ?? 0, text: "nothing can be called __proto__." });
    },
  });
  return problems;
}

/** A path as people count and call things: a step by its id, else by its number from 1. */
function spokenPath(document: Document, path: readonly PropertyKey[]): string {
  const [list, index, ...rest] = path;
  if (typeof index !== "number") return path.join(".");
  // The line and the column already say which of a list of words is meant.
  const within = rest.filter((key) => typeof key !== "number").join(".");
  const item = document.getIn([list, index], true);
  if (!isMap(item)) return String(list);
  const id = item.get("id");
  const name = typeof id === "string" && id !== "" ? id : index + 1;
  const spoken = `${String(list).replace(/s$/, "")} ${name}`;
  return within === "" ? spoken : `${spoken}, ${within}`;
}

/** Where a path of a YAML text stands, as `file:line:column`. */
export function placeOf({ file, text }: YamlFile, path: readonly PropertyKey[]): string {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const { line, col } = lines.linePos(offsetOf(document, path));
  return `${file}:${line}:${col}`;
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const parent =
      length === 0 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    if (isMap(parent) && length > 0) {
      const pair = parent.items.find(
        (item) => isNode(item.key) && String(item.key) === path[length - 1],
      );
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** The keys a schema accepts at a path, for suggestions; of a union, those of the member the value says it is. */
function keysAt(schema: z.ZodType, document: unknown, path: readonly PropertyKey[]): string[] {
  let node = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as
    | JsonSchema
    | undefined;
  let value = document;
  for (const step of path) {
    node = node?.properties?.[String(step)] ?? node?.additionalProperties ?? node?.items;
    value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step];
    node = memberFor(node, value);
  }
  return Object.keys(node?.properties ?? {});
}

/** The member of a union whose fixed keys, such as `kind`, are those of the value. */
function memberFor(node: JsonSchema | undefined, value: unknown): JsonSchema | undefined {
  const members = node?.oneOf ?? node?.anyOf;
  if (!members) return typeof node === "object" ? node : undefined;
  return members.find(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, { const: fixed }]) =>
        fixed === undefined || fixed === (value as Record<string, unknown> | null)?.[key],
    ),
  );
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly items?: JsonSchema;
  readonly const?: unknown;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}
