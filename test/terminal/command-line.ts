import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The command line itself. */
export const program = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));

export interface Ended {
  readonly status: number;
  readonly output: string;
  readonly said: string;
}

/** Types a command in a folder and waits for its end. */
export function type(folder: string, ...words: string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [program, ...words], { cwd: folder }, (error, output, said) => {
      const status = error === null ? 0 : error.code;
      if (typeof status === "number") resolve({ status, output, said });
      else reject(error ?? new Error("ended without a status"));
    });
  });
}
