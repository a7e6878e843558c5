import { isMap, isNode, LineCounter, parseDocument, visit } from "yaml";
import type { Document } from "yaml";
import { z } from "zod";

import { ConfigError } from "#errors.ts";
import { suggestion } from "#nearest.ts";

export interface YamlFile {
  /** As shown in messages. */
  readonly file: string;
  readonly text: string;
  /** Values for `${NAME}`; without it a `${NAME}` stays as it is. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Reads a YAML text against a schema; a ConfigError holds every problem with file, line and column. */
export function readYaml<Value>(
  { file, text, environment }: YamlFile,
  schema: z.ZodType<Value>,
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
  const result = schema.safeParse(document.toJS() ?? {});
  if (!result.success) {
    for (const issue of flatten(result.error.issues)) {
      const words = issue.code === "unrecognized_keys" ? issue.keys : [null];
      for (const word of words) {
        const path = word === null ? issue.path : [...issue.path, word];
        const value = document.getIn(issue.path);
        const known = () => keysAt(schema, document.toJS(), issue.path);
        const text = sentence(issue, { word, value, known });
        problems.push({ offset: offsetOf(document, path), text });
      }
    }
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

function sentence(
  issue: Issue,
  found: { word: string | null; value: unknown; known: () => string[] },
): string {
  const { word, value, known } = found;
  const at = issue.path.join(".");
  if (word !== null) {
    return `unknown key "${word}"${at ? ` in ${at}` : ""}.${suggestion(word, known())}`;
  }
  const text = `${at || "the file"}: ${issueText(issue, value)}`;
  return /[.?]$/.test(text) ? text : `${text}.`;
}

/** What is wrong with a value; of a word that is not known here, the one that was meant. */
export function issueText(issue: Issue, value: unknown): string {
  if (issue.code === "invalid_union" && issue.inclusive !== false && issue.options) {
    const known = issue.options.map(String);
    if (value === undefined) return `it is missing. Known: ${known.join(", ")}.`;
    return `"${String(value)}" is not known here.${suggestion(String(value), known)}`;
  }
  if (issue.code !== "invalid_value" || typeof value !== "string") return issue.message;
  return `"${value}" is not known here.${suggestion(value, issue.values.map(String))}`;
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
