import { join } from "node:path";

import type { ExportManifest } from "#model/export.ts";
import { type } from "./command-line.ts";

/** Exports and compares the programs of a folder by the command line. */
export function comparing(folder: string) {
  /** Exports into a data folder of its own and gives the path of the file, relative to the programs. */
  const exported = async (data: string, dataset: string, ...words: string[]): Promise<string> => {
    const window = words.some((word) => word.startsWith("--window")) ? [] : ["--window=2026-01"];
    const asked = [dataset, ...words, ...window, `--data=${data}`];
    const { output, said } = await type(folder, "export", ...asked, "--json");
    if (output === "") throw new Error(said);
    const { parts } = JSON.parse(output) as ExportManifest;
    return join(data, "artifacts", parts[0]?.file ?? "");
  };

  const compared = async (...words: string[]) => {
    const { status, output, said } = await type(folder, "compare", ...words, "--json");
    return { status, said, document: JSON.parse(output) as Record<string, unknown> };
  };
  return { exported, compared };
}

/** The name of the manifest beside a file. */
export const manifestOf = (file: string) => file.replace(/\.(csv|jsonl)$/, ".manifest.json");
