import type { Sharing } from "#evidence/redaction/sharing.ts";
import type { SlackWorld } from "#slack/slack-world.ts";
import type { Upload } from "#slack/views/files.ts";

/** What Slack and we know things by: nobody reads it, and masked it would mean nothing. */
const names = new Set([
  "action_id",
  "block_id",
  "callback_id",
  "file",
  "private_metadata",
  "respond",
  "slack_file",
  "type",
  "url",
  "user",
  "user_id",
  "value",
]);

/** A message as everybody may read it: every text in it masked, whatever block it stands in. */
export function maskedPayload<Payload>(payload: Payload, mask: Sharing["mask"]): Payload {
  if (typeof payload === "string") return mask(payload) as Payload;
  if (Array.isArray(payload)) {
    return payload.map((one: unknown) => maskedPayload(one, mask)) as Payload;
  }
  if (payload === null || typeof payload !== "object") return payload;
  const entries = Object.entries(payload).map(([name, value]) => [
    name,
    names.has(name) ? value : maskedPayload(value, mask),
  ]);
  return Object.fromEntries(entries) as Payload;
}

/** An upload as it may be shared: masked copies of the files, said to be so, and nothing of what cannot be masked. */
export async function sharedUpload(
  upload: Upload,
  { sharing, pathOf }: Pick<SlackWorld, "sharing" | "pathOf">,
): Promise<{ upload: Upload; pathOf: (file: string) => Promise<string> }> {
  if (!sharing) return { upload, pathOf };
  const paths = new Map<string, string>();
  const notes: string[] = [];
  for (const { file } of upload.files) {
    const copy = await sharing.copyOf(file);
    if (copy) paths.set(file, copy.path);
    const name = upload.files.length === 1 ? "It" : `\`${file}\``;
    if (!copy) notes.push(`${name} holds what cannot be masked, and is not shown here.`);
    else if (copy.changes > 0) notes.push(masked(name, copy.changes));
  }
  return {
    upload: {
      text: [upload.text, ...notes].join("\n"),
      files: upload.files.filter(({ file }) => paths.has(file)),
    },
    pathOf: async (file) => paths.get(file) ?? pathOf(file),
  };
}

function masked(name: string, changes: number): string {
  const values = `${changes.toLocaleString("en-US")} ${changes === 1 ? "value" : "values"}`;
  return `${name} is shown with ${values} masked; the SHA-256 kept is that of the original.`;
}
