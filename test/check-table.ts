import type { Check, CheckCadence } from "#check.ts";
import { z } from "zod";

/** The checks of a cadence as the table that docs/checks.md has of them. */
export function checkTable(checks: ReadonlyMap<string, Check>, cadence: CheckCadence): string {
  const rows = [...checks]
    .filter(([, check]) => check.cadence === cadence)
    .map(([id, check]) => {
      const needs = [...Object.keys(check.needs), ...(check.uses ?? []).map((one) => `(${one})`)];
      const settings = settingsOf(check).join(", ");
      return `| \`${id}\` | ${check.title} | ${shortened(needs)} | ${settings} | \`${check.runbook}\` |`;
    });
  return [
    "| check | what is true when all is well | looks at | settings | then |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

/** A table without the white space that lines its columns up. */
export function narrow(table: string): string {
  return table.replaceAll(/ +/g, " ").replaceAll(/-{3,}/g, "---").trim();
}

function settingsOf({ settings }: Check): string[] {
  const { properties = {} } = z.toJSONSchema(settings, { io: "input" });
  return Object.entries(properties).map(([name, property]) => {
    const { default: value } = property as { default?: unknown };
    const isPlain = typeof value === "number" || typeof value === "string";
    return isPlain ? `\`${name}\` ${value}` : `\`${name}\``;
  });
}

function shortened(needs: readonly string[]): string {
  return needs.length > 6 ? "every dataset" : needs.join(", ");
}
