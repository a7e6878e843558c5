import { isDeepStrictEqual } from "node:util";

import { readSheet } from "#cadence/close/sheet-text.ts";
import type { SheetLine } from "#cadence/close/sheet-lines.ts";
import type {
  Changed,
  ChangedLine,
  CloseDifference,
  CloseFacts,
  SheetDifference,
  SheetFacts,
} from "#model/close.ts";
import { displayAmount } from "#model/money.ts";

/** One version of a close: what it says, and its sheets. */
export interface Version {
  readonly facts: CloseFacts;
  readonly sheets: ReadonlyMap<string, string>;
}

const mostLines = 100;

/** How a close differs from the one before, by totals, lines and files read; null where they are the same to the byte. */
export function differenceOf(before: Version, after: Version): CloseDifference | null {
  if (isDeepStrictEqual(asKept(before.facts), asKept(after.facts))) return null;
  const names = new Set([...before.sheets.keys(), ...after.sheets.keys()]);
  const sheets = [...names].sort().flatMap((file) => {
    const difference = sheetDifference(file, before, after);
    return difference ? [difference] : [];
  });
  const files = filesChanged(before.facts, after.facts);
  return { sheets, files, only_words: sheets.length === 0 && files.length === 0 };
}

/** As it is read again from the books; how ready the month was is said of a version, and makes none. */
function asKept({ open: _open, ...facts }: CloseFacts): unknown {
  return JSON.parse(JSON.stringify(facts));
}

function sheetDifference(file: string, before: Version, after: Version): SheetDifference | null {
  const [old, now] = [before, after].map(({ facts }) =>
    facts.sheets.find((sheet) => sheet.file === file),
  );
  const [oldLines, nowLines] = [before, after].map(({ sheets }) => keyed(sheets.get(file)));
  const lines: ChangedLine[] = [];
  for (const key of [
    ...new Set([...(oldLines ?? []), ...(nowLines ?? [])].map(([k]) => k)),
  ].sort()) {
    const [was, is] = [oldLines?.get(key) ?? null, nowLines?.get(key) ?? null];
    if (was === is) continue;
    const change = was === null ? "added" : is === null ? "removed" : "changed";
    lines.push({ change, name: key, before: was, after: is });
  }
  const totals = totalsChanged(old, now);
  if (lines.length === 0 && totals.length === 0) return null;
  const count = (change: ChangedLine["change"]): number =>
    lines.filter((line) => line.change === change).length;
  return {
    file,
    totals,
    added: count("added"),
    removed: count("removed"),
    changed: count("changed"),
    lines: lines.slice(0, mostLines),
  };
}

function totalsChanged(old: SheetFacts | undefined, now: SheetFacts | undefined): Changed[] {
  const shown = (sheet: SheetFacts | undefined): Record<string, string> => {
    if (!sheet) return {};
    const { expected, actual, gap, unexplained, verdict, currency } = sheet;
    const amounts = { expected: expected.amount, actual: actual.amount, gap, unexplained };
    const money = Object.entries(amounts).map(([name, amount]) => [
      name,
      displayAmount(amount, currency),
    ]);
    return { ...Object.fromEntries(money), verdict };
  };
  const [before, after] = [shown(old), shown(now)];
  return Object.keys({ ...before, ...after }).flatMap((name) => {
    const [was = null, is = null] = [before[name], after[name]];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

function filesChanged(before: CloseFacts, after: CloseFacts): Changed[] {
  const [old, now] = [before, after].map(
    ({ files }) =>
      new Map(files.map(({ dataset, file, sha256 }) => [`${dataset} ${file}`, sha256])),
  );
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((name) => {
    const [was = null, is = null] = [old?.get(name), now?.get(name)];
    return was === is ? [] : [{ name, before: was, after: is }];
  });
}

/** The lines of a sheet but its totals, by what they are about; of which file a line came is told of the files. */
function keyed(text: string | undefined): Map<string, string> {
  const lines = new Map<string, string>();
  for (const line of text === undefined ? [] : readSheet(text)) {
    if (/^(total|gap)/.test(line.section ?? "")) continue;
    const { section, key, said } = saidOf(line);
    let name = `${section} ${key}`.trim();
    for (let count = 2; lines.has(name); count += 1) name = `${section} ${key} (${count})`;
    lines.set(name, said);
  }
  return lines;
}

function saidOf(line: SheetLine) {
  const { section = "", cause = "", id = "", partner = "", amount = "", currency = "" } = line;
  const { status = "", date = "", records = "", program = "" } = line;
  const { original_amount: original = "", original_currency: foreign = "" } = line;
  const key = id === "" ? (partner === "" ? "without a partner" : `of ${partner}`) : id;
  const money = `${amount} ${currency}`;
  const parts = [money, cause, status, date, program, `${original} ${foreign}`.trim()];
  const count = records === "1" || records === "" ? [] : [`${records} records`];
  const said = [...parts, ...(id === "" ? [] : [partner]), ...count].filter((part) => part !== "");
  return { section, key, said: said.join(", ") };
}
