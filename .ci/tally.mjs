import { readFileSync } from "node:fs";

/** Says "N passed, N failed" of vitest's JSON report; a test file that could not be loaded is a failure too. */
function tally(text) {
  if (text === "") return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, success, testResults } = JSON.parse(text);
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const failed = numFailedTests + unloaded.length;
  return { passed: numPassedTests, failed: success ? failed : Math.max(failed, 1) };
}

const { passed, failed } = tally(readFileSync(process.argv[2], "utf8"));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
