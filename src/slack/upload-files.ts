import { openAsBlob } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

import type { WebClient } from "@slack/web-api";
import { WebAPIHTTPError, WebAPIRequestError } from "@slack/web-api";

import { isRefusal } from "#slack/delivery-failure.ts";
import type { Upload } from "#slack/views/files.ts";

const uploadTimeout = 10 * 60_000;
/** Slack shows a completed upload a little later; it is asked so often, so many milliseconds apart. */
const looks = { count: 12, spacing: 300 };

/** Sends the bytes of files to Slack, which shows them to nobody yet; answers their ids. */
export async function sendBytes(
  client: WebClient,
  files: Upload["files"],
  pathOf: (file: string) => Promise<string>,
): Promise<string[]> {
  const ids: string[] = [];
  for (const { file } of files) {
    ids.push(await sendBlob(client, file, await openAsBlob(await pathOf(file))));
  }
  return ids;
}

/** Sends the bytes of one file to Slack, which shows it to nobody yet; answers its id. */
export async function sendBlob(client: WebClient, name: string, bytes: Blob): Promise<string> {
  const { upload_url: url, file_id: id } = await client.files.getUploadURLExternal({
    filename: name,
    length: bytes.size,
  });
  if (url === undefined || id === undefined) throw new Error("Slack gave no upload address");
  const form = new FormData();
  form.append("file", bytes, name);
  await sendForm(url, form);
  return id;
}

async function sendForm(url: string, body: FormData): Promise<void> {
  const signal = AbortSignal.timeout(uploadTimeout);
  const answer = await fetch(url, { method: "POST", body, signal, redirect: "error" }).catch(
    (error: unknown) => {
      throw new WebAPIRequestError(error instanceof Error ? error : new Error(String(error)));
    },
  );
  const said = await answer.text().catch(() => "");
  if (!answer.ok) throw new WebAPIHTTPError(answer.status, answer.statusText, {}, said);
}

/** Shows sent files in a thread, with words above them; answers once they are to be seen, so that what follows stands below. */
export async function showFiles(
  client: WebClient,
  ids: readonly string[],
  { text, files }: Upload,
  { channel, thread }: { channel: string; thread: string | null },
): Promise<void> {
  const [first, ...rest] = ids.map((id, index) => ({ id, title: files[index]?.title ?? id }));
  if (first === undefined) throw new Error("an upload without files");
  await client.files.completeUploadExternal({
    files: [first, ...rest],
    channel_id: channel,
    ...(thread === null ? {} : { thread_ts: thread }),
    initial_comment: text,
  });
  await areShown(client, ids, channel);
}

/** True once Slack shows the files in the channel; false when after some seconds it still does not. */
export async function areShown(
  client: WebClient,
  ids: readonly string[],
  channel: string,
): Promise<boolean> {
  const [file = ""] = ids;
  for (let look = 1; ; look += 1) {
    if (await isShown(client, file, channel)) return true;
    if (look === looks.count) return false;
    await pause(looks.spacing);
  }
}

async function isShown(client: WebClient, file: string, channel: string): Promise<boolean> {
  try {
    const { shares } = (await client.files.info({ file })).file ?? {};
    return shares?.public?.[channel] !== undefined || shares?.private?.[channel] !== undefined;
  } catch (error) {
    if (isRefusal(error, "file_not_found")) return false;
    throw error;
  }
}
