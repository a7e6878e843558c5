import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { closeMonth, standingOf } from "#cadence/close/close-month.ts";
import { differenceLines, differenceSentence } from "#cadence/close/difference-text.ts";
import { draftClose } from "#cadence/close/draft.ts";
import type { DraftInput } from "#cadence/close/draft.ts";
import { readinessCheck } from "#cadence/close/readiness.ts";
import type { ReadExports } from "#cadence/close/sheet-lines.ts";
import { ConfigError, UsageError } from "#errors.ts";
import type { Config } from "#config.ts";
import type { ArtifactStore } from "#exports/artifacts.ts";
import type { BooksSettings } from "#model/books.ts";
import { closeTitle } from "#model/close.ts";
import type { CloseFacts, DraftedClose, SignedClose } from "#model/close.ts";
import type { ExportManifest } from "#model/export.ts";
import { scopeFields } from "#model/filter-context.ts";
import type { EvidenceFile } from "#model/report.ts";
import { displayWindow } from "#model/window.ts";
import type { ReconcileInput } from "#reconcile/reconciliation.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import type { StepInput } from "#step.ts";

export interface RunCloseParts {
  readonly config: Pick<Config, "close" | "file" | "checks">;
  readonly artifacts: ArtifactStore;
  /** `Name <mail>` of a user; absent where nobody can tell. */
  readonly nameOf?: ((user: string) => Promise<string>) | undefined;
}

/** Drafts the close of a run's month from what it collected, and keeps the sheets as its evidence. */
export async function draftOfRun(
  { config, artifacts }: RunCloseParts,
  input: StepInput,
  read: Pick<DraftInput, "bench" | "rates" | "sourceTimezone"> & {
    readonly exports: readonly ExportManifest[];
    readonly tables: ReconcileInput["tables"];
  },
): Promise<DraftedClose> {
  const settings = booksOf(config);
  const { context, source } = input;
  assertWholeMonth(input);
  const { bench, rates, sourceTimezone } = read;
  const exports: ReadExports = Object.fromEntries(
    read.exports.flatMap((manifest) => {
      const table = read.tables[manifest.dataset];
      return table ? [[manifest.dataset, { manifest, table }]] : [];
    }),
  );
  const readiness = await readinessCheck(config);
  const drafting = { bench, source, context, exports, rates, sourceTimezone, readiness };
  const draft = await draftClose({ ...drafting, leftOut: [] });
  const standing = await standingOf(settings, draft);
  const told = `${JSON.stringify(draft.facts, null, 2)}\n`;
  const document = await artifacts.put(evidenceName(input, "close", "json"), { data: told });
  const files: EvidenceFile[] = [
    { kind: "explanation", title: closeTitle, rows: null, ...document },
  ];
  for (const [title, data] of draft.sheets) {
    const name = evidenceName(input, title.replace(/\.csv$/, ""), "csv");
    files.push({ kind: "rows", title, rows: null, ...(await artifacts.put(name, { data })) });
  }
  if (standing.kind === "new") return { facts: draft.facts, files, before: null };
  const { signOff } = standing.closed;
  const difference =
    standing.kind === "same"
      ? null
      : {
          sentence: differenceSentence(standing.difference),
          lines: differenceLines(standing.difference),
        };
  return { facts: draft.facts, files, before: { signOff, difference } };
}

/** Writes the sheets that a run kept into the books, signed in the names of who asked and who approved. */
export async function signOfRun(
  { config, artifacts, nameOf = unnamed }: RunCloseParts,
  { runId, requestedBy, at }: Pick<StepInput, "runId" | "requestedBy" | "at">,
  files: readonly EvidenceFile[],
  { reviewers, reason }: { readonly reviewers: readonly string[]; readonly reason: string | null },
): Promise<SignedClose> {
  const sheets = new Map<string, string>();
  let facts: CloseFacts | null = null;
  for (const file of files) {
    const text = await keptText(artifacts, file);
    if (file.title === closeTitle) facts = JSON.parse(text) as CloseFacts;
    else sheets.set(file.title, text);
  }
  if (!facts || requestedBy === null) throw new Error("nothing was drafted that could be signed");
  const { closed } = await closeMonth(
    booksOf(config),
    { facts, sheets },
    {
      preparer: await nameOf(requestedBy),
      reviewers: await Promise.all(reviewers.map((user) => nameOf(user))),
      reason,
      evidence: `run ${runId}`,
      at: new Date(at),
    },
  );
  return { commit: closed.commit, signOff: closed.signOff };
}

/** Where closed months are kept; a ConfigError where the configuration does not say. */
export function booksOf({ close, file }: Pick<Config, "close" | "file">): BooksSettings {
  if (close) return close;
  throw new ConfigError(
    `${file} does not say where closed months are kept; add close: { repository: ./books } to it.`,
  );
}

function assertWholeMonth({ context }: Pick<StepInput, "context">): void {
  const scope = scopeFields.filter((field) => context[field] !== null);
  const narrowed = [...scope, ...(context.statuses === null ? [] : ["status"])];
  if (narrowed.length > 0) {
    throw new UsageError(
      `A month is closed as a whole; leave ${narrowed.join(", ")} out.`,
      narrowed,
    );
  }
  if (/^\d{4}-\d{2}$/.test(displayWindow(context))) return;
  throw new UsageError("A month is closed as a whole; write the window like 2026-10.", ["window"]);
}

async function keptText(artifacts: ArtifactStore, { file, sha256 }: EvidenceFile): Promise<string> {
  const text = await readFile(await artifacts.pathOf(file), "utf8");
  if (createHash("sha256").update(text).digest("hex") === sha256) return text;
  throw new ConfigError(
    `${file} is not what was drafted: somebody changed it after it was kept. Nothing is signed; start the close again.`,
  );
}

async function unnamed(user: string): Promise<string> {
  return `${user} <${user}@slack>`;
}
