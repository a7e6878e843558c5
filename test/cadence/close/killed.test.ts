import { spawn } from "node:child_process";
import { once } from "node:events";
import { promises } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import git from "isomorphic-git";
import { expect, test } from "vitest";

import { mendBooks } from "#cadence/close/books.ts";
import { closed, closing, messagesIn, october } from "./closing.ts";

const child = fileURLToPath(new URL("killed-child.ts", import.meta.url));

/** Closes October in a process of its own that is killed, and returns what ended it. */
async function killed(folder: string, ...at: string[]): Promise<unknown> {
  const closes = spawn(process.execPath, [child, folder, ...at], { stdio: "ignore" });
  const [, signal] = (await once(closes, "exit")) as unknown[];
  return signal;
}

test.each([
  { when: "before", name: ".git/objects", kind: "closed" },
  { when: "after", name: ".git/objects", kind: "closed" },
  { when: "before", name: "refs/heads/main", kind: "closed" },
  { when: "after", name: "refs/heads/main", kind: "same" },
  { when: "before", name: "payouts_prg_1_usd.csv", kind: "same" },
  { when: "after", name: "close.json", kind: "same" },
  { when: "before", name: ".git/index", kind: "same" },
])(
  "killed $when $name is written, the month is closed once and the folder is as committed",
  async ({ when, name, kind }) => {
    const program = await closing();

    expect(await killed(program.folder, when, name)).toBe("SIGKILL");
    expect(await closed(program)).toMatchObject({ kind, closed: { signOff: { version: 1 } } });

    expect(await messagesIn(program.books)).toHaveLength(1);
    const { repository: dir } = program.books;
    const rows = await git.statusMatrix({ fs: { promises }, dir });
    expect(rows.map(([file]) => file)).toEqual(
      [
        `${october}/acme/SUMMARY.md`,
        `${october}/acme/close.json`,
        `${october}/acme/payouts_prg_1_usd.csv`,
        "BOOKS.md",
      ].toSorted(),
    );
    expect(rows.filter(([, ...states]) => states.some((state) => state !== 1))).toEqual([]);
    expect(await readFile(join(dir, october, "acme", "SUMMARY.md"), "utf8")).toContain("Version 1");
  },
);

test("what was committed and not yet written to the folder is written when the bot starts again", async () => {
  const program = await closing();
  const { repository: dir } = program.books;
  const warn = (fault: unknown): never => {
    throw new Error("nothing stands in the way", { cause: fault });
  };
  await mendBooks(program.books, { warn });
  await expect(stat(dir)).rejects.toThrow("ENOENT");

  expect(await killed(program.folder, "before", "payouts_prg_1_usd.csv")).toBe("SIGKILL");
  await mendBooks(program.books, { warn });

  const rows = await git.statusMatrix({ fs: { promises }, dir });
  expect(rows).toHaveLength(4);
  expect(rows.filter(([, ...states]) => states.some((state) => state !== 1))).toEqual([]);
});
