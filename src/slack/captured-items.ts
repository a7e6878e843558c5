import { DateTime } from "luxon";

import type { Run } from "#runs/announcer.ts";
import type { AddedEvidence } from "#runs/run-evidence.ts";
import type { KeptFile } from "#slack/keep-files.ts";
import { pictureWords } from "#slack/picture-words.ts";

/** Who captured it, and where it stands. */
interface Basis {
  readonly actor: string;
  readonly permalink: string | null;
}

interface Said {
  readonly posted: string;
  readonly author: string;
  readonly text: string;
}

/** A message's words, as an item of the ledger. */
export function messageItem(words: Said, basis: Basis): AddedEvidence {
  const title = "Message in the thread";
  return {
    ...basis,
    kind: "message",
    title,
    file: null,
    sha256: null,
    bytes: null,
    words: { ...words },
  };
}

/** A file of a message, as an item of the ledger. */
export function fileItem(kept: KeptFile, { text, ...said }: Said, basis: Basis): AddedEvidence {
  const { name, file, sha256, bytes, isPicture } = kept;
  const kind = isPicture ? "screenshot" : "file";
  const shows = isPicture ? pictureWords(text) : {};
  const words = { ...said, name, ...(text.trim() === "" ? {} : { text }), ...shows };
  return { ...basis, kind, title: name, file, sha256, bytes, words };
}

/** The instant a message was posted, in the run's zone. */
export function postedAt(ts: string, { context }: Run): string {
  const at = DateTime.fromSeconds(Number(ts)).setZone(context.timezone);
  return at.toISO() ?? ts;
}
