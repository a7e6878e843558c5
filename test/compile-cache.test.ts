import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect, onTestFinished, test } from "vitest";

const module_ = fileURLToPath(new URL("../src/compile-cache.ts", import.meta.url));
const script = `import { keepCompiled } from ${JSON.stringify(module_)};
keepCompiled();
console.log(process.env.NODE_COMPILE_CACHE);`;

/** Where a child of the program would keep what it compiles. */
async function toldWith(given: Record<string, string>): Promise<string> {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  const args = ["--input-type=module", "--eval", script];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...env, ...given },
  });
  return stdout.trim();
}

test("children are told where modules are kept compiled, unless somebody said otherwise", async () => {
  expect(await toldWith({})).toMatch(/node_modules\/\.cache\/countercheck$/);
  const chosen = await mkdtemp(join(tmpdir(), "countercheck-compiled-"));
  onTestFinished(() => rm(chosen, { recursive: true }));
  expect(await toldWith({ NODE_COMPILE_CACHE: chosen })).toBe(chosen);
  expect(await toldWith({ NODE_DISABLE_COMPILE_CACHE: "1" })).toBe("undefined");
});
