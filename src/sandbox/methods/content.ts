import { z } from "zod";

import { parsed } from "#sandbox/api/arguments.ts";
import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import { sentence } from "#sandbox/blocks/problem.ts";
import { parts as blockParts } from "#sandbox/blocks/walk.ts";
import type { BoxMessage } from "#sandbox/contract.ts";
import { places, Refusal } from "#sandbox/refusal.ts";
import type { Workspace } from "#sandbox/state/workspace.ts";

/** The arguments that carry a message's content. */
export const contentArguments = {
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  markdown_text: z.string().optional(),
};

export interface ContentCall {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly markdown_text?: string | undefined;
}

export interface Content {
  readonly text: string;
  /** Undefined when no blocks were given, empty when they were given as empty. */
  readonly blocks: readonly object[] | undefined;
}

const mostText = 40_000;

/** Judges a message's content by Slack's limits; throws Slack's refusal. */
export function contentOf(workspace: Workspace, call: ContentCall): Content {
  const { text = "", markdown_text: markdown } = call;
  if (markdown !== undefined && (text !== "" || call.blocks !== undefined))
    throw new Refusal("markdown_text_conflict");
  const given =
    markdown === undefined
      ? parsed(call.blocks, "invalid_blocks_format")
      : [{ type: "markdown", text: markdown }];
  const blocks = given === undefined || given === null ? undefined : blocksOf(workspace, given);
  if (text.trim() === "" && (blocks ?? []).length === 0) throw new Refusal("no_text");
  if (text.length > mostText) throw new Refusal("msg_too_long");
  return { text, blocks };
}

function blocksOf(workspace: Workspace, given: unknown): readonly object[] {
  const refusal = refusalOfMessage(given);
  if (refusal !== null) throw new Refusal(refusal.error, places(refusal.messages));
  checkPictures(workspace, given, "/blocks");
  return given as readonly object[];
}

/** Pictures that name a file of this workspace must name one that is there. */
export function checkPictures(workspace: Workspace, blocks: unknown, root: string): void {
  const missing = [...blockParts(blocks, root)].filter(([part, pointer]) => {
    if (!pointer.endsWith("/slack_file")) return false;
    const { id, url } = part as { id?: string; url?: string };
    const file = workspace.files.get(id ?? /(F[0-9A-Z]+)/.exec(url ?? "")?.[1] ?? "");
    return file?.state !== "complete" || !file.mimetype.startsWith("image/");
  });
  if (missing.length === 0) return;
  const messages = missing.map(([, pointer]) => sentence("invalid slack file", pointer));
  throw new Refusal("invalid_blocks", places(messages));
}

const metadataShape = z.strictObject({
  event_type: z.string().min(1).max(255),
  event_payload: z.record(z.string(), z.unknown()),
});

/** The metadata of a message, at most 8000 characters of JSON. */
export function metadataOf(value: unknown): BoxMessage["metadata"] {
  const metadata = parsed(value, "invalid_metadata_format");
  if (metadata === undefined || metadata === null) return undefined;
  const judged = metadataShape.safeParse(metadata);
  if (!judged.success) throw new Refusal("invalid_metadata_format");
  if (JSON.stringify(metadata).length > 8000) throw new Refusal("metadata_too_large");
  return judged.data;
}
