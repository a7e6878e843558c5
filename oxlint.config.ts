import { defineConfig } from "oxlint";

import { arrows } from "./oxlint.arrows.ts";

const noSleep = "A test never sleeps: await an event, or a condition with vi.waitFor.";
const noMock = "No module mocks: fake only the far side, as a real server on loopback.";

export default defineConfig({
  plugins: ["eslint", "typescript", "unicorn", "oxc", "import", "node", "promise", "vitest"],
  categories: { correctness: "error", suspicious: "error" },
  env: { node: true, es2024: true },
  rules: {
    eqeqeq: "error",
    "max-lines": ["error", { max: 250 }],
    "no-console": "error",
    "no-shadow": "off",
    "no-underscore-dangle": "off",
    "no-unmodified-loop-condition": "off",
    "no-var": "error",
    "prefer-const": "error",
    "preserve-caught-error": "error",
    "import/no-cycle": ["error", { ignoreTypes: true }],
    "import/no-default-export": "error",
    "import/no-named-as-default-member": "off",
    "import/no-unassigned-import": "off",
    "node/no-process-env": "error",
    "promise/always-return": "off",
    "promise/no-multiple-resolved": "error",
    "typescript/await-thenable": "error",
    "typescript/consistent-return": "off",
    "typescript/consistent-type-imports": "error",
    "typescript/no-base-to-string": "off",
    "typescript/no-explicit-any": "error",
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/no-non-null-assertion": "error",
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/only-throw-error": "error",
    "typescript/prefer-promise-reject-errors": "error",
    "typescript/restrict-template-expressions": "off",
    "typescript/return-await": ["error", "error-handling-correctness-only"],
    "typescript/switch-exhaustiveness-check": [
      "error",
      { considerDefaultExhaustiveForUnions: true },
    ],
    "typescript/use-unknown-in-catch-callback-variable": "error",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/filename-case": ["error", { case: "kebabCase" }],
    "unicorn/no-array-reverse": "off",
    "unicorn/no-array-sort": "off",
    "unicorn/prefer-node-protocol": "error",
    "unicorn/require-post-message-target-origin": "off",
  },
  overrides: [
    ...arrows,
    { files: ["src/config.ts"], rules: { "node/no-process-env": "off" } },
    { files: ["test/**/*.ts", "bench/**/*.ts"], rules: { "node/no-process-env": "off" } },
    { files: ["bench/**/*.ts"], rules: { "no-console": "off" } },
    {
      files: ["test/**/*.ts"],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            patterns: [
              { group: ["node:timers", "node:timers/promises"], message: noSleep },
              { group: ["**/src/**"], message: "Import #room/file.ts, as the program does." },
            ],
          },
        ],
        "no-restricted-globals": [
          "error",
          { name: "setInterval", message: noSleep },
          { name: "setTimeout", message: noSleep },
        ],
        "vitest/no-restricted-vi-methods": [
          "error",
          { doMock: noMock, mock: noMock, stubGlobal: noMock },
        ],
      },
    },
    { files: ["*.config.ts"], rules: { "import/no-default-export": "off" } },
  ],
});
