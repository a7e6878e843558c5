import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { z } from "zod";

/** The folder in a data folder that only its owner may enter, and the socket in it where a bot at work answers. */
export const socketFolder = ".bot";
export const socketName = "socket";

const entry = z.strictObject({
  at: z.iso.datetime(),
  actor: z.string(),
  action: z.string(),
  runId: z.string().nullable(),
  channel: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

/** What the command line may ask of a bot at work. */
export const question = z.discriminatedUnion("ask", [
  z.strictObject({ ask: z.literal("ready") }),
  z.strictObject({ ask: z.literal("audited"), runId: z.string().nullable() }),
  z.strictObject({ ask: z.literal("run"), id: z.string() }),
  z.strictObject({ ask: z.literal("note"), entry }),
]);
export type Question = z.infer<typeof question>;

/** The longest path of a socket in bytes, of the systems we run on the least. */
const longest = 100;

/** Hands over the path of a data folder's socket: where that is too long for the system, one through a link, gone afterwards. */
export async function atSocket<Result>(
  dataFolder: string,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  const folder = join(resolve(dataFolder), socketFolder);
  const path = join(folder, socketName);
  if (Buffer.byteLength(path) <= longest) return work(path);
  const short = await mkdtemp(join(tmpdir(), "countercheck-"));
  try {
    await symlink(folder, join(short, "bot"));
    return await work(join(short, "bot", socketName));
  } finally {
    await rm(short, { recursive: true, force: true });
  }
}
