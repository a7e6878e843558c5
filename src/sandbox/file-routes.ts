import { createReadStream } from "node:fs";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";

import { Hono, type Context } from "hono";

import type { Server } from "./api/web-api.ts";
import { channelFor, checkThread } from "./methods/channel.ts";
import { refused, personOf } from "./person/interaction.ts";
import { answered } from "./person/routes.ts";
import { writtenText } from "./person/written-text.ts";
import type { Parts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import type { StoredFile } from "./state/entry.ts";
import { expectFile, keepBytes, postFiles, receiveForm } from "./uploads.ts";

/** Kinds of file a browser may show in this server's name; all others are only downloaded. */
const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Slack takes at most ten files with one message. */
const mostFiles = 10;

/** Bytes in and out: the upload addresses of the Web API, private addresses, and what the page up- and downloads. */
export function fileRoutes(parts: Parts): Hono<Server> {
  const { workspace } = parts;
  const app = new Hono<Server>();

  app.post("/upload/v1/:ticket", async (context) => {
    const ticket = context.req.param("ticket");
    const file = [...workspace.files.values()].find((each) => each.ticket === ticket);
    if (file === undefined || file.state === "complete") return context.text("Not found", 404);
    const { incoming } = context.env;
    const isForm = context.req.header("content-type")?.startsWith("multipart/form-data");
    const size = isForm
      ? (await receiveForm(parts, incoming, () => file.id)).files[0]?.size
      : await keepBytes(parts, file.id, incoming);
    if (size !== file.size)
      return context.text(`${file.size} bytes were announced, ${size ?? 0} came.`, 400);
    workspace.record({ type: "file", file: { ...file, state: "uploaded" } });
    return context.text(`OK - ${size}`);
  });

  app.get("/files-pri/:id/*", (context) => {
    const isKnown =
      context.req.header("authorization") === `Bearer ${workspace.installation.botToken}`;
    // As Slack does: whoever may not read the file is led to a page that asks to sign in, with status 200.
    if (!isKnown || !parts.scopes.includes("files:read"))
      return context.redirect(`/?redir=${encodeURIComponent(context.req.path)}`);
    return download(parts, context, context.req.param("id").split("-").at(-1) ?? "", true);
  });

  app.get("/box/files/:id", (context) =>
    download(parts, context, context.req.param("id"), context.req.query("download") !== undefined),
  );

  app.post("/box/upload", (context) => answered(context, () => upload(parts, context)));
  return app;
}

async function upload(parts: Parts, context: Context<Server>) {
  if (!context.req.header("content-type")?.startsWith("multipart/form-data"))
    return refused("invalid_request", "Send the file as multipart/form-data.");
  const expected = new Map<string, StoredFile>();
  const { fields, files } = await receiveForm(
    parts,
    context.env.incoming,
    (given, name) => {
      const user = personOf(parts, given.get("user") ?? "").id;
      const channel = channelFor(parts, user, given.get("channel")).id;
      checkThread(parts, channel, given.get("thread_ts"));
      const file = expectFile(parts, user, name, 0);
      expected.set(file.id, file);
      return file.id;
    },
    mostFiles,
  );
  if (files.length === 0) throw new Refusal("no_file");
  for (const { id, size } of files) {
    const file = expected.get(id);
    if (file) parts.workspace.record({ type: "file", file: { ...file, size, state: "complete" } });
  }
  const thread = fields.get("thread_ts");
  postFiles(parts, {
    id: randomUUID(),
    channel: fields.get("channel") ?? "",
    ...(thread && { thread_ts: thread }),
    text: writtenText(parts.workspace, fields.get("text") ?? ""),
    user: fields.get("user") ?? "",
    files: files.map(({ id }) => id),
  });
  return { ok: true } as const;
}

function download(
  { workspace }: Parts,
  context: Context<Server>,
  id: string,
  asAttachment: boolean,
): Response {
  const file = workspace.files.get(id);
  if (file?.state !== "complete") return context.text("No such file", 404);
  const disposition = shown.has(file.mimetype) && !asAttachment ? "inline" : "attachment";
  const bytes = Readable.toWeb(createReadStream(workspace.filePath(id)));
  return new Response(bytes as ReadableStream, {
    headers: {
      "content-type": file.mimetype.startsWith("text/")
        ? `${file.mimetype}; charset=utf-8`
        : file.mimetype,
      "content-length": String(file.size),
      "content-disposition": `${disposition}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "private, max-age=31536000, immutable",
    },
  });
}
