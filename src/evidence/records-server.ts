import { once } from "node:events";
import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import type { Logger } from "pino";

import type { Records } from "#evidence/records.ts";
import { atSocket, question, socketFolder, socketName } from "#evidence/records-socket.ts";

export interface RecordsServerParts {
  /** A data folder that is this process's alone. */
  readonly dataFolder: string;
  readonly records: Records;
  readonly log: Logger;
}

/**
 * Answers the command line on a socket in the data folder, which only this user may use: the embedded database has
 * room for one process. Where the file system holds no sockets the command line has to wait until the bot is stopped.
 */
export async function serveRecords(parts: RecordsServerParts): Promise<() => Promise<void>> {
  const { dataFolder, records, log } = parts;
  const folder = join(dataFolder, socketFolder);
  const socket = join(folder, socketName);
  const server = createServer((request, response) => {
    const end = (status: number, answer: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(answer));
    };
    answered(request, records).then(
      ({ status, answer }) => end(status, answer),
      (error: unknown) => {
        log.error({ err: error }, "the command line could not be answered");
        end(500, null);
      },
    );
  });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    // A killed bot leaves its own.
    await rm(socket, { force: true });
    await atSocket(dataFolder, async (path) => {
      await once(server.listen(path), "listening");
    });
    await chmod(socket, 0o600);
  } catch (error) {
    log.warn({ err: error }, "the command line cannot ask this bot; it has to wait for its end");
  }
  return async () => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await closed;
    await rm(socket, { force: true });
  };
}

async function answered(
  request: IncomingMessage,
  records: Records,
): Promise<{ status: number; answer: unknown }> {
  const read = question.safeParse(JSON.parse(await text(request)));
  if (!read.success) return { status: 400, answer: null };
  const asked = read.data;
  if (asked.ask === "audited") return ok(await records.audited(asked.runId));
  if (asked.ask === "run") return ok(await records.run(asked.id));
  if (asked.ask === "note") await records.note({ ...asked.entry, at: new Date(asked.entry.at) });
  return ok(null);
}

function ok(answer: unknown): { status: number; answer: unknown } {
  return { status: 200, answer };
}
