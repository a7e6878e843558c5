import type { Changed, CloseDifference, SheetDifference } from "#model/close.ts";
import { counted, listed } from "#model/phrases.ts";

/** How two versions differ, in one sentence without its stop: sheets by their totals, then how many lines. */
export function differenceSentence(difference: CloseDifference): string {
  const { sheets, files, only_words: onlyWords } = difference;
  if (onlyWords) return "only a verdict or a finding is another, no amount and no line";
  if (sheets.length === 0) {
    return `every amount and line is the same, but ${listed(files.map(({ name }) => name))} has other bytes`;
  }
  return sheets.map(sheetSentence).join("; ");
}

function sheetSentence({ file, totals, lines, ...counts }: SheetDifference): string {
  const { added, removed, changed } = counts;
  const parts = [
    ...totals.filter(({ name }) => name !== "verdict").map(movedText),
    ...(added > 0 ? [`${counted(added, "line")} added`] : []),
    ...(removed > 0 ? [`${counted(removed, "line")} removed`] : []),
    ...(changed > 0 ? [`${counted(changed, "line")} changed`] : []),
  ];
  const names = lines.slice(0, 3).map(({ name }) => name);
  return `${file}: ${parts.join(", ")}${names.length > 0 ? ` (${names.join(", ")}${lines.length > 3 ? ", …" : ""})` : ""}`;
}

/** The same in full, a line each, as a diff is written. */
export function differenceLines({
  sheets,
  files,
  only_words: onlyWords,
}: CloseDifference): string[] {
  return [
    ...sheets.flatMap(({ file, totals, lines, added, removed, changed }) => {
      const left = added + removed + changed - lines.length;
      return [
        file,
        ...totals.map((total) => `  ${movedText(total)}`),
        ...lines.flatMap(({ name, before, after }) => [
          ...(before === null ? [] : [`  - ${name}: ${before}`]),
          ...(after === null ? [] : [`  + ${name}: ${after}`]),
        ]),
        ...(left > 0 ? [`  … and ${counted(left, "more line", "more lines")}`] : []),
      ];
    }),
    ...files.map(({ name, before, after }) => `${name}: ${short(before)} → ${short(after)}`),
    ...(onlyWords ? ["Only a verdict or a finding is another."] : []),
  ];
}

function movedText({ name, before, after }: Changed): string {
  return `${name} ${before ?? "none"} → ${after ?? "none"}`;
}

function short(sha256: string | null): string {
  return sha256 === null ? "not read" : sha256.slice(0, 12);
}
