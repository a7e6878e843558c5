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
    "countercheck.yml:1:1: timezone: Invalid input: expected string, received undefined.",
    'countercheck.yml:1:1: unknown key "timezon". Did you mean timezone?',
    "countercheck.yml:4:5: sources.acme.path: Invalid input: expected string, received number.",
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

test("text that is not YAML is told with its place", () => {
  expect(problemsOf("timezone: [UTC\n")[0]).toMatch(/^countercheck\.yml:\d+:\d+: /);
});
