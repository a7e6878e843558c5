import { defineConfig } from "vitest/config";

/** Tests that leave nothing behind: one process may do many of their files, and loads what they use once. */
const light = [
  "charts",
  "checks",
  "commands",
  "exports",
  "model",
  "reconcile",
  "sandbox",
  "slack/views",
  "sources",
  "steps",
];
const lightTests = light.map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    globalSetup: ["test/shared-folder.ts"],
    // Many tests wait for processes and browsers: three at once keep two cores busy.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "light", include: lightTests, isolate: false } },
      {
        extends: true,
        test: { name: "works", include: ["test/**/*.test.ts"], exclude: lightTests },
      },
    ],
  },
});
