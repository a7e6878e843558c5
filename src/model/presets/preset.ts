import { jsonOf, jsonPath } from "#model/assertions/json-path.ts";
import type { JsonPath } from "#model/assertions/json-path.ts";
import { quoted } from "#model/assertions/assertion.ts";
import type { PlatformError } from "#model/classify.ts";
import type { HttpAnswer } from "#model/http-answer.ts";
import type { Condition } from "#model/observation.ts";
import type { Quota } from "#model/quota.ts";

/** How a platform tells an error in a body, whatever the status. */
export interface Grammar {
  /** It is an error where something is here. */
  readonly path: JsonPath;
  /** Only where it is this. */
  readonly equals?: string | boolean;
  readonly code: JsonPath;
  /** What its codes mean; any other is an application error. */
  readonly conditions: Readonly<Record<string, Condition>>;
}

/** What is known of a platform: enough to look at it by a credential alone, and without leaving a trace there. */
export interface Preset {
  readonly title: string;
  readonly base: string;
  /** A harmless address to read; `{account}` is filled in. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Kinds of credential that it takes. */
  readonly credentials: readonly string[];
  /** Of its smallest plan; null where it publishes none. */
  readonly quota: Quota | null;
  readonly grammar: Grammar | null;
  /** Added to a pixel or postback so that it counts for nothing; null where there is no such thing. */
  readonly testParameters: Readonly<Record<string, string>> | null;
  /** Where its facts were read. */
  readonly sources: readonly string[];
}

/** A path that stands in the program's own text. */
export function path(source: string): JsonPath {
  return jsonPath.parse(source);
}

/** The error a platform tells in a body, null where it tells none. */
export function platformErrorOf(grammar: Grammar | null, answer: HttpAnswer): PlatformError | null {
  if (!grammar) return null;
  const json = jsonOf(answer);
  if ("reason" in json) return null;
  const [told] = grammar.path.valuesIn(json.document);
  const isError = grammar.equals === undefined ? told !== undefined : told === grammar.equals;
  if (!isError || told === null) return null;
  const [code] = grammar.code.valuesIn(json.document);
  const word = typeof code === "string" ? code : JSON.stringify(code ?? told);
  const condition = grammar.conditions[word] ?? "application_error";
  return { condition, reason: `the platform says ${quoted(word)}` };
}
