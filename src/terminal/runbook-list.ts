import { loadConfigIfThere } from "#config.ts";
import { loadRunbooks } from "#runs/runbooks.ts";
import { printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";

/** Lists the runbooks with what each is for and what it asks. */
export async function runbookList({ config: file, json }: SharedOptions): Promise<void> {
  const config = await loadConfigIfThere(file);
  const runbooks = [...(await loadRunbooks(config)).values()];
  if (json) {
    printJson(
      runbooks.map(({ id, title, purpose, parameters }) => ({ id, title, purpose, parameters })),
    );
    return;
  }
  for (const { id, title, purpose, parameters } of runbooks) {
    process.stdout.write(`${id}\n  ${title}. ${purpose}\n  asks: ${parameters.join(", ")}\n`);
  }
}
