import { extname } from "node:path";

import type { WebClient } from "@slack/web-api";

import type { ArtifactStore, Received } from "#exports/artifacts.ts";
import { isRefusal } from "#slack/delivery-failure.ts";

/** A file of up to this many bytes is kept as evidence. */
const most = 100 * 1024 * 1024;
const timeout = 5 * 60_000;

/** A file that arrived whole, or the sentence why it never will. */
export type FetchedFile =
  | {
      readonly kind: "received";
      readonly id: string;
      readonly name: string;
      /** Small letters, without the dot. */
      readonly extension: string;
      readonly isPicture: boolean;
      readonly received: Received;
    }
  | { readonly kind: "refused"; readonly sentence: string };

/** Fetches the bytes of a file that was shared in Slack; what fails for now is thrown, to be tried again. */
export async function fetchFile(
  id: string,
  { client, artifacts }: { client: WebClient; artifacts: Pick<ArtifactStore, "receive"> },
): Promise<FetchedFile> {
  const file = await infoOf(client, id);
  const address = file?.url_private_download ?? file?.url_private;
  if (!file || file.mode === "tombstone") {
    return refused("A file was deleted before it could be kept. Share it again.");
  }
  const { name = id, size = 0, mimetype = "" } = file;
  if (file.is_external || address === undefined || !isSlack(address, client)) {
    return refused(
      `${name} lies outside Slack, so its bytes were not kept. Share the file itself.`,
    );
  }
  if (size > most) {
    return refused(
      `${name} has ${megabytes(size)}; files of up to ${megabytes(most)} are kept. Share the part of it that matters.`,
    );
  }
  const response = await fetch(address, {
    headers: { authorization: `Bearer ${client.token ?? ""}` },
    redirect: "manual",
    signal: AbortSignal.timeout(timeout),
  });
  // Where the bot may not read files Slack leads to a page that asks to sign in.
  if (response.status >= 300 && response.status < 400) {
    return refused(
      `Slack does not let me read ${name}: the app lacks the scope files:read. Ask who installed it.`,
    );
  }
  if (!response.ok || !response.body) {
    throw new Error(`Slack answered HTTP ${response.status} for the file ${id}`);
  }
  const received = await artifacts.receive({ stream: atMost(size, response.body) });
  const { bytes } = await received.hashed();
  if (bytes !== size) {
    await received.drop();
    throw new Error(`${bytes} of ${size} bytes of the file ${id} arrived`);
  }
  const extension = /^\.[a-z0-9]{1,8}$/.exec(extname(name).toLowerCase())?.[0].slice(1) ?? "bin";
  return { kind: "received", id, name, extension, isPicture: isPicture(mimetype), received };
}

async function infoOf(client: WebClient, id: string) {
  try {
    return (await client.files.info({ file: id })).file;
  } catch (error) {
    if (isRefusal(error, "file_not_found", "file_deleted")) return null;
    throw error;
  }
}

/** The bot's token goes to Slack alone, also where a file's address is another's. */
function isSlack(address: string, { slackApiUrl }: WebClient): boolean {
  const home = new URL(slackApiUrl).hostname;
  const { hostname } = new URL(address);
  return hostname === home || hostname.endsWith(`.${home}`);
}

/** More bytes than were announced are not what was shared. */
async function* atMost(size: number, bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let count = 0;
  for await (const chunk of bytes) {
    count += chunk.byteLength;
    if (count > size) throw new Error(`more than the ${size} bytes announced arrived`);
    yield chunk;
  }
}

function isPicture(mimetype: string): boolean {
  return mimetype.startsWith("image/");
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024).toLocaleString("en-US")} MB`;
}

function refused(sentence: string): FetchedFile {
  return { kind: "refused", sentence };
}
