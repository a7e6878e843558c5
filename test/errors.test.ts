import { expect, test } from "vitest";

import { ConfigError, exitStatus, SourceError, UsageError } from "#errors.ts";

test.each([
  ["a wrong deployment", new ConfigError("no such file"), 2],
  ["a request that cannot be", new UsageError("no such runbook", ["runbook"]), 2],
  ["a platform that failed", new SourceError("HTTP 503"), 3],
  ["a bug", new TypeError("x is undefined"), 4],
  ["a bug that is no Error", "x is undefined", 4],
])("%s", (_whose, error, status) => {
  expect(exitStatus(error)).toBe(status);
});

test("a wrong deployment tells every problem at once", () => {
  const error = new ConfigError(["line 1: a", "line 2: b"]);

  expect(error.problems).toEqual(["line 1: a", "line 2: b"]);
  expect(error.message).toBe("line 1: a\nline 2: b");
});
