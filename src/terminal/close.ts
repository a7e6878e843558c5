import { hostname } from "node:os";
import { join } from "node:path";
import { styleText } from "node:util";

import { DateTime } from "luxon";

import { closeMonth, lastDifference, reviewClose } from "#cadence/close/close-month.ts";
import type { CloseResult } from "#cadence/close/close-month.ts";
import { differenceLines } from "#cadence/close/difference-text.ts";
import { draftSource, readMonth, sourcesToClose } from "#cadence/close/draft-source.ts";
import { reasonLines } from "#cadence/close/summary.ts";
import { booksOf } from "#cadence/close/run-close.ts";
import { assertSecondPerson, readPerson } from "#cadence/close/sign-off.ts";
import { loadConfig } from "#config.ts";
import type { Config, ConfiguredSource } from "#config.ts";
import { UsageError } from "#errors.ts";
import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { sheetTitle } from "#model/close.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { journal, typed, typist } from "#terminal/journal.ts";
import { placesGiven, printJson } from "#terminal/options.ts";
import type { SharedOptions } from "#terminal/options.ts";
import { printable } from "#terminal/printable.ts";

export interface CloseOptions extends SharedOptions {
  readonly source?: string;
  readonly preparer?: string;
  readonly reviewer?: string;
  readonly reason?: string;
  readonly review?: true;
  readonly diff?: true;
}

/** Closes a month of one source, or of all that can be closed: writes its sheets into the books and commits them; 1 where a sheet is no match. */
export async function close(month: string, options: CloseOptions): Promise<void> {
  const config = await loadConfig(options.config);
  const sources = sourcesToClose(options.source, config);
  if (options.diff) return showDifference(month, sources, { config, options });
  const window = readMonth(month, config, DateTime.utc());
  const sign = signing(options);
  const settings = booksOf(config);
  const parts = {
    config,
    artifacts: await openDiskArtifacts(join(options.data, "artifacts")),
    scratchFolder: join(options.data, "scratch", "terminal"),
  };
  const results: CloseResult[] = [];
  for (const source of sources) {
    const draft = await draftSource(parts, source, { window, at: DateTime.utc() });
    const { reviewer } = sign;
    const at = new Date();
    const result =
      options.review && reviewer !== null
        ? await reviewClose(settings, draft, { reviewer, at })
        : await closeMonth(settings, draft, {
            ...sign,
            reviewers: reviewer === null ? [] : [reviewer],
            evidence: null,
            at,
          });
    const { commit, facts, signOff } = result.closed;
    const detail = { month: facts.month, source: facts.source, commit, sign_off: signOff };
    if (result.kind !== "same") await journal(options.data, typed("close", null, detail));
    if (!options.json)
      process.stdout.write(
        printable(`${said(result, settings.repository, placesGiven(options))}\n`),
      );
    results.push(result);
  }
  if (options.json) {
    printJson({ month, repository: settings.repository, closes: results.map(documentOf) });
  }
  const sheets = results.flatMap(({ closed }) => closed.facts.sheets);
  process.exitCode = sheets.every(({ verdict }) => verdict === "match") ? 0 : 1;
}

function signing({ preparer, reviewer, reason, review }: CloseOptions) {
  if (review && reviewer === undefined) {
    throw new UsageError('--review takes --reviewer "Name <mail>": who reviewed it.', ["reviewer"]);
  }
  if (reason?.trim() === "") {
    const what = "say why the month is closed anew, or though it is not ready";
    throw new UsageError(`--reason is empty; ${what}.`, ["reason"]);
  }
  const signed = {
    preparer:
      preparer === undefined
        ? `${typist()} <${typist()}@${hostname()}>`
        : readPerson(preparer, "preparer"),
    reviewer: reviewer === undefined ? null : readPerson(reviewer, "reviewer"),
  };
  if (signed.reviewer !== null && !review) assertSecondPerson(signed.preparer, signed.reviewer);
  return { ...signed, reason: reason ?? null };
}

function said({ kind, closed }: CloseResult, repository: string, places: string): string {
  const { facts, signOff, commit } = closed;
  const { version, prepared_by: preparer, reviewed_by: reviewers } = signOff;
  const where = `version ${version}, commit ${commit.slice(0, 10)}`;
  const done = reviewers.length === 0 ? "drafted, not reviewed" : kind;
  const heading =
    kind === "same"
      ? `${facts.month} of ${facts.source} is closed already, the same: ${where}. Nothing was written.`
      : `${facts.month} of ${facts.source} is ${done}: ${where} in ${repository}.`;
  const sheets = facts.sheets.map(
    (sheet) =>
      `  ${sheetTitle(sheet)}: ${sheet.verdict}, expected ${displayAmount(sheet.expected.amount, sheet.currency)}, actual ${displayAmount(sheet.actual.amount, sheet.currency)}, gap ${displaySigned(sheet.gap, sheet.currency)}`,
  );
  const review =
    reviewers.length > 0
      ? `Reviewed by ${reviewers.join(", ")}.`
      : `Not reviewed yet: npx countercheck close ${facts.month} --review --reviewer "Name <mail>"${places} adds a second person's review.`;
  return [
    styleText("bold", heading),
    ...sheets,
    ...facts.left_out.map((sentence) => `  ${sentence}`),
    ...reasonLines(facts, signOff).map((sentence) => `  ${sentence}`),
    `Prepared by ${preparer}. ${review}`,
  ].join("\n");
}

function documentOf({ kind, closed, difference }: CloseResult) {
  const { commit, facts, signOff } = closed;
  return { result: kind, commit, sign_off: signOff, ...facts, difference };
}

/** How the last two versions of a close differ; 1 where they do. */
async function showDifference(
  month: string,
  sources: readonly ConfiguredSource[],
  { config, options }: { readonly config: Config; readonly options: CloseOptions },
): Promise<void> {
  const shown = [];
  for (const { id: source } of sources) {
    const found = await lastDifference(booksOf(config), { month, source });
    if (found) shown.push({ source, ...found });
  }
  if (shown.length === 0) throw new UsageError(`${month} is not closed.`, ["month"]);
  if (options.json) {
    const closes = shown.map(({ source, last, ...more }) => ({
      source,
      version: last.signOff.version,
      sign_off: last.signOff,
      before: "before" in more ? more.before.signOff : null,
      difference: "difference" in more ? more.difference : null,
    }));
    printJson({ month, closes });
  }
  for (const { source, last, ...more } of options.json ? [] : shown) {
    const { version, prepared_by: preparer, reason } = last.signOff;
    const lines =
      "difference" in more
        ? [
            `${month} of ${source}, version ${more.before.signOff.version} → ${version} by ${preparer}: ${reason ?? "no reason"}`,
            ...differenceLines(more.difference),
          ]
        : [`${month} of ${source} has one version only, by ${preparer}.`];
    process.stdout.write(printable(`${lines.join("\n")}\n`));
  }
  process.exitCode = shown.some((one) => "difference" in one) ? 1 : 0;
}
