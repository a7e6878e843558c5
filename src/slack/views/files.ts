import type { EvidenceFile, ReportItem } from "#model/report.ts";
import { cut, escapeWithin, limits } from "#slack/block-budget.ts";

/** What is sent as an upload: the words above the files, mrkdwn, and the files by their artifact names. */
export interface Upload {
  readonly text: string;
  readonly files: readonly {
    readonly file: string;
    readonly title: string;
    readonly bytes: number;
  }[];
}

const filesPerMessage = 6;
/** Larger files stay in the artifact store; Slack would take them, people would not open them. */
const largestUpload = 200 * 1024 * 1024;

/** What machines read, and people see in a table above: kept with the run and in its package, and listed with its hash below the verdict. */
const unposted: ReadonlySet<EvidenceFile["kind"]> = new Set([
  "manifest",
  "explanation",
  "rates",
  "ids",
  "config_changes",
  "timeline",
]);

/** The files worth opening, under one line of words; one upload per six. None when there is nothing to open. */
export function uploads({ text, files }: Extract<ReportItem, { kind: "files" }>): Upload[] {
  const shown = files.filter(({ kind }) => !unposted.has(kind));
  const sent: Upload[] = [];
  for (let at = 0; at < shown.length; at += filesPerMessage) {
    const some = shown.slice(at, at + filesPerMessage);
    sent.push({
      text: comment(at === 0 ? text : `${text} (from file ${at + 1})`, some),
      files: some.filter(isPosted).map(({ file, title, bytes }) => ({
        file,
        title: cut(title, limits.header) || file,
        bytes,
      })),
    });
  }
  return sent;
}

/** Whether Slack is given a file, or only its name. */
export function isPosted({ bytes }: Pick<EvidenceFile, "bytes">): boolean {
  return bytes > 0 && bytes <= largestUpload;
}

function comment(text: string, files: readonly EvidenceFile[]): string {
  const missing = files.filter((file) => !isPosted(file)).map(described);
  return [escapeWithin(text, 600) || "Files", ...missing].join("\n");
}

/** Why a file is named and not posted. */
function described({ file, title, bytes }: EvidenceFile): string {
  const why =
    bytes === 0
      ? "it is empty"
      : `${displayBytes(bytes)}: kept with the run, too large to post here`;
  // A package's title holds its whole root hash.
  return `${escapeWithin(title, 100) || file}: ${why}`;
}

/** Bytes for people: `812 bytes`, `1.2 MB`. */
export function displayBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
