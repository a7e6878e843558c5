import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";

import { z } from "zod";

import { parsed, word } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { slackFile } from "#sandbox/shapes/slack-file.ts";
import type { StoredFile } from "#sandbox/state/entry.ts";
import { expectFile, share } from "#sandbox/uploads.ts";

import { checkThread, joinedChannel } from "./channel.ts";

/** Slack takes files of up to 1 GB. */
const mostBytes = 1_073_741_824;

const getUploadAddress = method(
  ["files:write"],
  z.object({ filename: z.string().min(1).max(255), length: z.coerce.number().int().min(1) }),
  (call, parts) => {
    if (call.length > mostBytes) throw new Refusal("file_upload_size_restricted");
    const file = expectFile(parts, parts.workspace.bot.id, call.filename, call.length);
    return { upload_url: `${parts.url}/upload/v1/${file.ticket}`, file_id: file.id };
  },
);

const completed = z.array(z.object({ id: z.string(), title: word })).min(1);

const completeUpload = method(
  ["files:write"],
  z.object({
    files: z.unknown(),
    channel_id: word,
    channels: word,
    thread_ts: word,
    initial_comment: word,
  }),
  (call, parts) => {
    const judged = completed.safeParse(parsed(call.files, "invalid_arguments"));
    if (!judged.success) throw new Refusal("invalid_arguments");
    const files = judged.data.map(({ id, title }) => {
      const file = fileOf(parts, id);
      if (file.state === "expected") throw new Refusal("file_not_found");
      return { ...file, title: title ?? file.title, state: "complete" as const };
    });
    const target = call.channel_id ?? call.channels;
    const channel = target === undefined ? undefined : joinedChannel(parts, target).id;
    if (channel !== undefined) checkThread(parts, channel, call.thread_ts);
    for (const file of files) parts.workspace.record({ type: "file", file });
    if (channel !== undefined)
      share(parts, {
        id: randomUUID(),
        channel,
        ...(call.thread_ts && { thread_ts: call.thread_ts }),
        text: call.initial_comment ?? "",
        user: parts.workspace.bot.id,
        files: files.map(({ id }) => id),
      });
    return { files: files.map((file) => slackFile(parts.workspace, file, parts.url)) };
  },
);

const info = method(["files:read"], z.object({ file: z.string() }), (call, parts) => ({
  file: slackFile(parts.workspace, fileOf(parts, call.file), parts.url),
  comments: [],
  response_metadata: { next_cursor: "" },
}));

const erase = method(["files:write"], z.object({ file: z.string() }), async (call, parts) => {
  const { workspace } = parts;
  const file = fileOf(parts, call.file);
  if (file.user !== workspace.bot.id) throw new Refusal("cant_delete_file");
  workspace.record({ type: "file_deleted", id: file.id });
  for (const { channel, ts } of file.shares) {
    const message = workspace.message(channel, ts);
    const files = (message?.files ?? []).filter(({ id }) => id !== file.id);
    if (message) workspace.record({ type: "message", message: { ...message, files } });
  }
  await rm(workspace.filePath(file.id), { force: true });
  return {};
});

function fileOf({ workspace }: Parts, id: string): StoredFile {
  const file = workspace.files.get(id);
  if (file === undefined) throw new Refusal("file_not_found");
  return file;
}

export const files: Readonly<Record<string, Method>> = {
  "files.getUploadURLExternal": getUploadAddress,
  "files.completeUploadExternal": completeUpload,
  "files.info": info,
  "files.delete": erase,
};
