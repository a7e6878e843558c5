import { expect, test } from "vitest";
import { z } from "zod";

import { ConfigError } from "#errors.ts";
import { readYaml } from "#yaml-file.ts";

const schema = z.strictObject({
  timezone: z.string(),
  sources: z.record(
    z.string(),
    z.strictObject({ path: z.string(), secret: z.string().optional() }),
  ),
});

function problemsOf(text: string, environment = {}, of: z.ZodType = schema): readonly string[] {
  try {
    readYaml({ file: "countercheck.yml", text, environment }, of);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test("a file that fits is its value", () => {
  const text = "timezone: UTC\nsources:\n  acme: { path: ./exports }\n";

  expect(readYaml({ file: "x", text }, schema)).toEqual({
    timezone: "UTC",
    sources: { acme: { path: "./exports" } },
  });
});

test("every problem is told at once, each with line and column and the nearest word", () => {
  const text = "timezon: UTC\nsources:\n  acme:\n    path: 12\n    pathh: x\n";

  expect(problemsOf(text)).toEqual([
    "countercheck.yml:1:1: timezone: it is missing; write text.",
    'countercheck.yml:1:1: unknown key "timezon". Did you mean timezone?',
    "countercheck.yml:4:5: sources.acme.path: it is the number 12; write text, if need be in quotes.",
    'countercheck.yml:5:5: unknown key "pathh" in sources.acme. Did you mean path?',
  ]);
});

const kinds = z.strictObject({
  sources: z.record(
    z.string(),
    z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("files"), path: z.string() }),
      z.strictObject({
        kind: z.literal("stripe"),
        token: z.string(),
        page: z.strictObject({ size: z.int() }).optional(),
      }),
    ]),
  ),
});

test.each([
  [
    "{ kind: stripe, tokn: x, token: y }",
    'countercheck.yml:2:25: unknown key "tokn" in sources.acme. Did you mean token?',
  ],
  [
    "{ kind: stripe, token: y, pth: x }",
    'countercheck.yml:2:35: unknown key "pth" in sources.acme. Known: kind, token, page.',
  ],
  [
    "{ kind: stripe, token: y, page: { size: 1, sise: 2 } }",
    'countercheck.yml:2:52: unknown key "sise" in sources.acme.page. Did you mean size?',
  ],
  [
    "{ kind: strip }",
    'countercheck.yml:2:11: sources.acme.kind: "strip" is not known here. Did you mean stripe?',
  ],
  [
    "{ kind: sql }",
    'countercheck.yml:2:11: sources.acme.kind: "sql" is not known here. Known: files, stripe.',
  ],
  ["{ path: x }", "countercheck.yml:2:3: sources.acme.kind: it is missing. Known: files, stripe."],
])("of several kinds, %s is told by what its own kind knows", (source, problem) => {
  expect(problemsOf(`sources:\n  acme: ${source}\n`, {}, kinds)).toEqual([problem]);
});

test("a secret comes from the environment, and one that is not set is named with its place", () => {
  const text = "timezone: UTC\nsources:\n  acme: { path: a, secret: '${ACME_TOKEN}' }\n";

  expect(readYaml({ file: "x", text, environment: { ACME_TOKEN: "s3" } }, schema).sources).toEqual({
    acme: { path: "a", secret: "s3" },
  });
  expect(problemsOf(text)).toEqual([
    "countercheck.yml:3:28: the environment variable ACME_TOKEN is not set; set it or write the value here.",
  ]);
});

const steps = z.strictObject({
  steps: z.array(z.looseObject({ id: z.string(), text: z.string().min(1) })).min(1),
});

test.each([
  ["steps: []", "steps: give at least one."],
  ["steps: none", 'steps: it is the text "none"; write a list, like [a, b].'],
  ["steps: [sign]", 'steps: it is the text "sign"; write keys with their values.'],
  ["steps: [{ id: signed }]", "step signed, text: it is missing; write text."],
  ["steps: [{ text: Sign }]", "step 1, id: it is missing; write text."],
  ["steps: [{ id: signed, text: '' }]", "step signed, text: it is empty; write text."],
  ["steps: [{ id: signed, text: [a] }]", "step signed, text: it is a list; write text."],
])("%s is told in plain words", (text, words) => {
  expect(problemsOf(text, {}, steps)).toEqual([expect.stringMatching(/^countercheck.yml:1:\d+: /)]);
  expect(problemsOf(text, {}, steps)[0]).toContain(`: ${words}`);
});

test("an address, a number and a choice are told with what is accepted", () => {
  const settings = z.strictObject({
    address: z.url(),
    page: z.int().max(100),
    amounts: z.enum(["decimal", "minor"]),
  });

  expect(problemsOf("address: acme.test\npage: 500\n", {}, settings)).toEqual([
    'countercheck.yml:1:1: address: "acme.test" is no address; write it like https://example.com.',
    "countercheck.yml:1:1: amounts: it is missing. Known: decimal, minor.",
    "countercheck.yml:2:1: page: write a number of at most 100.",
  ]);
});

test("text that is not YAML is told with its place", () => {
  expect(problemsOf("timezone: [UTC\n")[0]).toMatch(/^countercheck\.yml:\d+:\d+: /);
});

test("aliases that multiply, or have no anchor, are a problem of the file", () => {
  const ten = (word: string) => `[${Array.from({ length: 10 }, () => word).join(", ")}]`;
  const bomb = `a: &a ${ten("x")}\nb: &b ${ten("*a")}\nc: &c ${ten("*b")}\nd: ${ten("*c")}\n`;

  expect(problemsOf(bomb)).toEqual([
    "countercheck.yml:1:1: its aliases (*name) cannot be followed: Excessive alias count indicates a resource exhaustion attack.",
  ]);
  expect(problemsOf("timezone: *zone\n")).toEqual([
    expect.stringMatching(/^countercheck\.yml:1:1: its aliases .*: zone\.$/),
  ]);
});
