import type { Run } from "#runs/announcer.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import { postedAt } from "#slack/captured-items.ts";
import type { Desk } from "#slack/desk.ts";
import { fetchFile } from "#slack/fetch-file.ts";

/** A file of a message, kept as its bytes arrived. */
export interface KeptFile {
  /** Slack's id. */
  readonly id: string;
  /** As whoever shared it named it. */
  readonly name: string;
  readonly isPicture: boolean;
  /** The name it is kept under. */
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Fetches and keeps files of a message, one after the other; tells why some cannot be kept. */
export async function keepFiles(
  ids: readonly string[],
  run: Run,
  { ts }: { readonly ts: string },
  desk: Pick<Desk, "client" | "artifacts">,
): Promise<{ kept: KeptFile[]; problems: string[] }> {
  const kept: KeptFile[] = [];
  const problems: string[] = [];
  const { source, runbook, context } = run;
  const named = { source, runbook, context, startedAt: postedAt(ts, run) };
  for (const each of ids) {
    const fetched = await fetchFile(each, desk);
    if (fetched.kind === "refused") {
      problems.push(fetched.sentence);
      continue;
    }
    const { id, name, extension, isPicture, received } = fetched;
    const what = name.replace(/\.[^.]*$/, "");
    const artifact = await received.keep(evidenceName(named, what, extension));
    kept.push({ id, name, isPicture, ...artifact });
  }
  return { kept, problems };
}
