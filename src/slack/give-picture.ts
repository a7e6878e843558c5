import type { WebClient } from "@slack/web-api";

import { sendBlob } from "#slack/upload-files.ts";

/** A picture that blocks may show. */
export interface GivenPicture {
  /** Slack's id of the file. */
  readonly file: string;
  readonly title: string;
}

/** Gives Slack a picture for blocks to show; it stands in no channel. */
export async function givePicture(
  client: WebClient,
  png: Uint8Array,
  { name, title }: { readonly name: string; readonly title: string },
): Promise<GivenPicture> {
  const id = await sendBlob(client, name, new Blob([Buffer.from(png)], { type: "image/png" }));
  await client.files.completeUploadExternal({ files: [{ id, title }] });
  return { file: id, title };
}
