import { defineConfig } from "vitest/config";

/** Tests of pure values: one process may do many of their files, and loads what they use once. */
const values = [
  "charts",
  "checks",
  "commands",
  "exports",
  "model",
  "reconcile",
  "sources",
  "steps",
];
const valueTests = values.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ["test/shared-folder.ts"],
    // Most tests wait for processes and browsers: two at once keep two cores busy.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "values", include: valueTests, isolate: false } },
      {
        extends: true,
        test: { name: "works", include: ["test/**/*.test.ts"], exclude: valueTests },
      },
    ],
  },
});
