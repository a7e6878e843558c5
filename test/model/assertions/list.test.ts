import { expect, test } from "vitest";

import { judgeAll } from "#model/assertions/assertion.ts";
import { assertionList } from "#model/assertions/list.ts";
import type { HttpAnswer } from "#model/http-answer.ts";

const at = "2026-11-01T00:00:00Z";
const certificate = {
  validFrom: "2026-01-01T00:00:00Z",
  validTo: "2026-11-21T00:00:00Z",
  subject: "shop.example",
  issuer: "Some Authority",
  names: ["shop.example", "www.shop.example"],
  fingerprint256: "AA",
};

function answer(body = "", more: Partial<HttpAnswer> = {}): HttpAnswer {
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: Buffer.from(body),
    truncated: false,
    phases: { dns: 1, connect: 2, tls: null, firstByte: 30, body: 4 },
    milliseconds: 40,
    at,
    address: "127.0.0.1",
    certificates: [],
    ...more,
  };
}

function judged(rule: object, given: HttpAnswer) {
  return judgeAll(assertionList.parse([rule]), given).map(
    ({ assertion, holds, found }) => `${holds ? "✓" : "✗"} ${assertion}; ${found}`,
  );
}

const orders = JSON.stringify({
  data: [
    { state: "approved", amount: "12.50" },
    { state: "paid", amount: 7 },
  ],
  next: null,
});

test.each<[object, HttpAnswer, string]>([
  [{ status: 200 }, answer(), "✓ status is 200; it was 200"],
  [{ status: "2xx" }, answer("", { status: 299 }), "✓ status is 2xx; it was 299"],
  [{ status: [204, "300-399"] }, answer(), "✗ status is 204, 300-399; it was 200"],
  [
    { header: { name: "Content-Type", matches: "^application/" } },
    answer(),
    `✓ header content-type matches "^application/"; it was "application/json"`,
  ],
  [
    { header: { name: "content-type", equals: "text/html" } },
    answer(),
    `✗ header content-type is "text/html"; it was "application/json"`,
  ],
  [
    { header: { name: "etag", contains: "a" } },
    answer(),
    `✗ header etag contains "a"; there was no header etag`,
  ],
  [
    { header: { name: "etag", exists: false } },
    answer(),
    "✓ no header etag; there was no header etag",
  ],
  [
    { header: { name: "etag", exists: true } },
    answer(),
    "✗ header etag is there; there was no header etag",
  ],
  [{ body: { contains: "ok" } }, answer("all ok"), `✓ body contains "ok"; it begins "all ok"`],
  [{ body: { lacks: "error" } }, answer("an error"), `✗ body lacks "error"; it begins "an error"`],
  [{ body: { matches: "^(a+)+$" } }, answer(""), `✗ body matches "^(a+)+$"; it was empty`],
  [
    { body: { lacks: "error" } },
    answer("fine", { truncated: true }),
    `✗ body lacks "error"; only its first 4 bytes were read, and they begin "fine"`,
  ],
  [
    { json: { path: "$.data[*].state", one_of: ["approved", "paid"] } },
    answer(orders),
    `✓ $.data[*].state is one of "approved", "paid"; it was "approved"`,
  ],
  [
    { json: { path: "$.data[*].state", equals: "paid" } },
    answer(orders),
    `✗ $.data[*].state is "paid"; it was "approved"`,
  ],
  [
    { json: { path: "$.data[*].amount", above: 6.99 } },
    answer(orders),
    `✓ $.data[*].amount is above 6.99; it was "12.50"`,
  ],
  [
    { json: { path: "$.data[*].amount", below: 10 } },
    answer(orders),
    `✗ $.data[*].amount is below 10; it was "12.50"`,
  ],
  [
    { json: { path: "$.data[*].state", below: 10 } },
    answer(orders),
    `✗ $.data[*].state is below 10; it was "approved", and 1 more were wrong`,
  ],
  [
    { json: { path: "$.data", least: 1 } },
    answer(orders),
    "✓ $.data has at least 1 value; there were 1",
  ],
  [
    { json: { path: "$.data[*]", least: 3 } },
    answer(orders),
    "✗ $.data[*] has at least 3 values; there were 2",
  ],
  [{ json: { path: "$.next", equals: null } }, answer(orders), "✓ $.next is null; it was null"],
  [
    { json: { path: "$.error", exists: false } },
    answer(orders),
    "✓ $.error is not there; nothing was at $.error",
  ],
  [
    { json: { path: "$.next", exists: false } },
    answer(orders),
    "✗ $.next is not there; it was null",
  ],
  [{ json: { path: "$.lost", equals: 1 } }, answer(orders), "✗ $.lost is 1; nothing was at $.lost"],
  [
    { json: { path: "$.a", exists: false } },
    answer("<html>"),
    "✗ $.a is not there; the body is no JSON",
  ],
  [{ json: { path: "$.a", exists: false } }, answer(""), "✗ $.a is not there; the body is empty"],
  [
    { json: { path: "$", exists: true } },
    answer("{}", { truncated: true }),
    "✗ $ is there; the body is longer than the 2 bytes read",
  ],
  [
    { schema: { type: "object", required: ["data"] } },
    answer(orders),
    "✓ body is as its JSON Schema has it; it was",
  ],
  [
    { schema: { type: "object", required: ["lost"] } },
    answer(orders),
    "✗ body is as its JSON Schema has it; the body must have required property 'lost'",
  ],
  [
    { schema: { type: "object" } },
    answer("no"),
    "✗ body is as its JSON Schema has it; the body is no JSON",
  ],
  [{ size: { above: 2 } }, answer("abc"), "✓ body is above 2 bytes; it was 3 bytes"],
  [{ size: { below: 2 } }, answer("abc"), "✗ body is below 2 bytes; it was 3 bytes"],
  [
    { size: { below: 9 } },
    answer("abc", { truncated: true }),
    "✗ body is below 9 bytes; it was over 3 bytes",
  ],
  [{ latency: { below: "50ms" } }, answer(), "✓ the answer takes less than 50 ms; it took 40 ms"],
  [
    { latency: { below: "20ms", of: "first_byte" } },
    answer(),
    "✗ first_byte takes less than 20 ms; it took 30 ms",
  ],
  [
    { latency: { below: "1s", of: "tls" } },
    answer(),
    "✗ tls takes less than 1 s; there was no tls",
  ],
  [
    { certificate: { days: 14 } },
    answer("", { certificates: [certificate] }),
    "✓ the certificate ends in 14 days or later; it ends in 20.0 days",
  ],
  [
    { certificate: { days: 30 } },
    answer("", { certificates: [certificate] }),
    "✗ the certificate ends in 30 days or later; it ends in 20.0 days",
  ],
  [
    { certificate: { names: ["www.shop.example", "pay.shop.example"] } },
    answer("", { certificates: [certificate] }),
    "✗ the certificate is for www.shop.example, pay.shop.example; it is for shop.example, www.shop.example",
  ],
  [
    { certificate: { issuer: "Authority" } },
    answer("", { certificates: [certificate] }),
    `✓ the certificate is issued by "Authority"; it is issued by "Some Authority"`,
  ],
  [
    { certificate: { days: 1 } },
    answer(),
    "✗ the certificate ends in 1 days or later; no certificate was shown",
  ],
])("%j is judged with what was found", (rule, given, sentence) => {
  expect(judged(rule, given)).toEqual([sentence]);
});

test.each<[unknown, string]>([
  [[], "an empty list asserts nothing"],
  [[{}], "an empty assertion says nothing"],
  [[{ stauts: 200 }], 'Unrecognized key: "stauts"'],
  [[{ status: 999 }], "write a status like 200"],
  [[{ status: "300-200" }], "write a status like 200"],
  [[{ header: { name: "etag" } }], "say what the header must be"],
  [[{ header: { name: "etag", exists: false, equals: "a" } }], "leave exists: false alone"],
  [[{ header: { name: "not a name", exists: true } }], "write the name of a header"],
  [[{ body: {} }], "say what the body must be"],
  [[{ body: { matches: "(?<=a)b" } }], "is no regular expression of RE2"],
  [[{ body: { matches: "(" } }], "is no regular expression of RE2"],
  [[{ json: { path: "$.a" } }], "say what is to be at the path"],
  [[{ json: { path: "a.b", exists: true } }], "is no JSON path"],
  [[{ json: { path: "$[?match(@.a, '(a+)+b')]", exists: true } }], "no such function 'match'"],
  [[{ json: { path: "$.a", exists: false, equals: 1 } }], "leave exists: false alone"],
  [[{ schema: {} }], "an empty schema says nothing"],
  [[{ schema: { requird: ["a"] } }], "it is no JSON Schema"],
  [[{ schema: { type: "objekt" } }], "it is no JSON Schema"],
  [[{ size: {} }], "write above or below"],
  [[{ latency: { below: "fast" } }], "write a length of time like"],
  [[{ certificate: {} }], "say what the certificate must be"],
])("%j is a mistake of the configuration", (list, sentence) => {
  const { error } = assertionList.safeParse(list);

  expect(error?.issues.map(({ message }) => message).join("\n")).toContain(sentence);
});

test("several rules of one assertion are judged each by itself", () => {
  expect(judged({ status: 200, size: { above: 0, below: 2 } }, answer("a"))).toHaveLength(3);
});

test("a pattern made to run for ever does not", () => {
  const [sentence] = judged(
    { body: { matches: "^(a|a)*(a|a)*(a|a)*$" } },
    answer(`${"a".repeat(200_000)}!`),
  );

  expect(sentence).toMatch(/^✗ body matches/);
});
