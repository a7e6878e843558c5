import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { Busboy } from "@fastify/busboy";
import { getMimeType } from "hono/utils/mime";

import type { BoxFile, BoxMessage } from "./contract.ts";
import { sendEvent } from "./events.ts";
import type { Parts } from "./parts.ts";
import { post } from "./posting.ts";
import type { PendingShare, StoredFile } from "./state/entry.ts";

/** Milliseconds from completing an upload to its message: Slack does not post it at once either. */
const shareDelay = 250;

/** A file whose bytes are still to come. */
export function expectFile(parts: Parts, user: string, name: string, size: number): StoredFile {
  const file: StoredFile = {
    id: `F${randomBytes(5).toString("hex").toUpperCase()}`,
    name,
    title: name,
    mimetype: mediaType(name),
    size,
    user,
    created: Math.floor(parts.clock() / 1000),
    state: "expected",
    ticket: randomBytes(18).toString("base64url"),
    shares: [],
  };
  parts.workspace.record({ type: "file", file });
  return file;
}

/** Writes a file's bytes to disk as they come; answers how many there were. */
export async function keepBytes(parts: Parts, id: string, bytes: Readable): Promise<number> {
  const path = parts.workspace.filePath(id);
  const unfinished = `${path}.part`;
  try {
    await pipeline(bytes, createWriteStream(unfinished));
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return (await stat(path)).size;
}

interface Received {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly { readonly id: string; readonly size: number }[];
}

/** Reads a form with files in it, at most `most`: `begin` hears the fields before each file and answers under which id to keep it. */
export async function receiveForm(
  parts: Parts,
  request: Readable & { headers: Record<string, unknown> },
  begin: (fields: ReadonlyMap<string, string>, name: string) => string,
  most = 1,
): Promise<Received> {
  const fields = new Map<string, string>();
  const form = new Busboy({
    headers: { "content-type": String(request.headers["content-type"]) },
    limits: { files: most, fields: 20 },
  });
  const kept: Promise<{ id: string; size: number }>[] = [];
  form.on("field", (name, value) => fields.set(name, value));
  form.on("file", (_, stream, name) => {
    const file = keepPart(stream, name);
    // Awaited below; until then a failure must not count as nobody's.
    file.catch(() => stream.resume());
    kept.push(file);
  });
  await pipeline(request, form);
  return { fields, files: await Promise.all(kept) };

  async function keepPart(stream: Readable, name: string): Promise<{ id: string; size: number }> {
    const id = begin(fields, name);
    return { id, size: await keepBytes(parts, id, stream) };
  }
}

/** Marks files as complete and posts them to a channel a little later. */
export function share(parts: Parts, pending: PendingShare): void {
  parts.workspace.record({ type: "share", share: pending });
  parts.tasks.after(shareDelay, () => postFiles(parts, pending));
}

/** Posts completed files as one message; the files then know where they are. */
export function postFiles(parts: Parts, pending: PendingShare): BoxMessage {
  const { workspace } = parts;
  const files = pending.files.flatMap((id) => workspace.files.get(id) ?? []);
  const message = post(parts, {
    channel: pending.channel,
    user: pending.user,
    text: pending.text,
    files: files.map(boxFile),
    ...(pending.thread_ts && { thread_ts: pending.thread_ts }),
    ends: pending.id,
  });
  const { channel, ts, thread_ts: thread } = message;
  for (const file of files) {
    const place = { channel, ts, ...(thread && { thread_ts: thread }) };
    workspace.record({ type: "file", file: { ...file, shares: [...file.shares, place] } });
    if (workspace.channels.get(channel)?.members.includes(workspace.bot.id))
      sendEvent(parts, "file_shared", {
        type: "file_shared",
        channel_id: channel,
        file_id: file.id,
        user_id: file.user,
        file: { id: file.id },
      });
  }
  return message;
}

function boxFile({ id, name, title, mimetype, size, user, created }: StoredFile): BoxFile {
  return { id, name, title, mimetype, size, user, created };
}

function mediaType(name: string): string {
  return getMimeType(name)?.replace(/;.*/, "") ?? "application/octet-stream";
}
