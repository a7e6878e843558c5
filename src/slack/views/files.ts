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

/** Files with their names, records, sizes and SHA-256 in the words above them; one upload per six. */
export function uploads({ text, files }: Extract<ReportItem, { kind: "files" }>): Upload[] {
  const sent: Upload[] = [];
  for (let at = 0; at < Math.max(files.length, 1); at += filesPerMessage) {
    const some = files.slice(at, at + filesPerMessage);
    sent.push({
      text: comment(at === 0 ? text : `${text} (from file ${at + 1})`, some),
      files: some
        .filter(({ bytes }) => bytes > 0 && bytes <= largestUpload)
        .map(({ file, title, bytes }) => ({
          file,
          title: cut(title, limits.header) || file,
          bytes,
        })),
    });
  }
  return sent;
}

/** The hashes stand as sha256sum writes them: copied into a file, `sha256sum -c` checks the downloads. */
function comment(text: string, files: readonly EvidenceFile[]): string {
  const lines = [escapeWithin(text, 600) || "Files"];
  if (files.length > 0) {
    lines.push(files.map(described).join(" · "));
    lines.push(
      `\`\`\`\n${files.map(({ file, sha256 }) => `${sha256}  ${file}`).join("\n")}\n\`\`\``,
    );
  }
  return lines.join("\n");
}

function described({ title, bytes, rows }: EvidenceFile): string {
  const parts = [
    escapeWithin(title, 60),
    ...(rows === null
      ? []
      : [`${rows.toLocaleString("en-US")} ${rows === 1 ? "record" : "records"}`]),
    displayBytes(bytes),
    ...(bytes > largestUpload ? ["kept with the run, too large to post here"] : []),
    ...(bytes === 0 ? ["empty"] : []),
  ];
  return parts.join(", ");
}

/** Bytes for people: `812 bytes`, `1.2 MB`. */
function displayBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}
