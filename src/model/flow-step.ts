import { z } from "zod";

import { jsonOf, jsonPath, textOf } from "#model/assertions/json-path.ts";
import { assertionList } from "#model/assertions/list.ts";
import { pattern } from "#model/assertions/pattern.ts";
import type { HttpAnswer, HttpRequest } from "#model/http-answer.ts";
import { requestShape, webAddress } from "#model/request-settings.ts";

const extraction = z
  .strictObject({
    json: jsonPath.optional(),
    header: z.string().min(1).optional(),
    /** Of the body, or of the header: its first group, or all it finds. */
    matches: pattern.optional(),
  })
  .refine(
    ({ json, header, matches }) =>
      json === undefined
        ? header !== undefined || matches !== undefined
        : header === undefined && !matches,
    "say where the value is: json, or header and matches, or matches in the body",
  );

const { credential: _credential, ...shape } = requestShape;

/** One request of a flow; `{name}` in its address, headers and body is a value that an earlier step extracted. */
export const flowStep = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9_-]*$/, "a step is named in lower case letters, digits, - and _"),
  url: webAddress.refine((text) => !/[{}]|%7B/i.test(URL.parse(text)?.host ?? ""), {
    message: "the host of a step is fixed: no {…} in it",
  }),
  ...shape,
  extract: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "name a value like order_id"), extraction)
    .default({}),
  assert: assertionList.optional(),
});

export type FlowStep = z.infer<typeof flowStep>;
export type Values = Readonly<Record<string, string>>;

/** Names in braces that a step wants filled. */
export function placeholdersOf({ url, headers, body }: FlowStep): string[] {
  const text = [decodeURI(url), ...Object.values(headers), body ?? ""].join("\n");
  return [...text.matchAll(/\{([a-z][a-z0-9_]*)\}/g)].map(([, name = ""]) => name);
}

/** The request of a step with its values filled in, each written as its place demands. */
export function filledStep(step: FlowStep, values: Values, credential: string | null): HttpRequest {
  const { url, method, headers, body, body_limit: bodyLimit } = step;
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type");
  return {
    url: fill(url.replaceAll("%7B", "{").replaceAll("%7D", "}"), values, encodeURIComponent),
    method,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => {
        return [name, fill(value, values, (text) => text.replaceAll(/[\r\n]/g, " "))];
      }),
    ),
    body: body === null ? null : fill(body, values, writingFor(body, type?.[1] ?? "")),
    credential,
    bodyLimit,
  };
}

function writingFor(body: string, type: string): (text: string) => string {
  if (/json/i.test(type) || /^\s*[{[]\s*["{[\]}]/.test(body)) {
    return (text) => JSON.stringify(text).slice(1, -1);
  }
  return /x-www-form-urlencoded/i.test(type) ? encodeURIComponent : (text) => text;
}

function fill(text: string, values: Values, write: (value: string) => string): string {
  return text.replaceAll(/\{([a-z][a-z0-9_]*)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : write(value);
  });
}

/** The values a step's answer gives, and the names of those it does not. */
export function extractedFrom(
  { extract }: FlowStep,
  answer: HttpAnswer,
): { readonly values: Values; readonly missing: readonly string[] } {
  const found = Object.entries(extract).map(
    ([name, from]) => [name, valueOf(from, answer)] as const,
  );
  return {
    values: Object.fromEntries(found.filter(([, value]) => value !== null)) as Values,
    missing: found.filter(([, value]) => value === null).map(([name]) => name),
  };
}

function valueOf(
  { json, header, matches }: z.infer<typeof extraction>,
  answer: HttpAnswer,
): string | null {
  if (json) {
    const body = jsonOf(answer);
    const [value] = "reason" in body ? [] : json.valuesIn(body.document);
    if (typeof value === "string") return value;
    return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
  }
  const text = header === undefined ? textOf(answer.body) : answer.headers[header.toLowerCase()];
  if (text === undefined) return null;
  return matches ? matches.firstIn(text) : text;
}
