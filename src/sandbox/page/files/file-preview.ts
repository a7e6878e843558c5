import { html, nothing } from "lit-html";
import type { BoxFile } from "../../contract.ts";
import { Part } from "../part.ts";
import { beginning } from "./beginning.ts";
import { recordsOf } from "./records.ts";

const shownRows = 20;
const shownLines = 40;

/** The first rows of a table file or the first lines of a text file, read when it comes on the screen. */
export class FilePreview extends Part {
  #file: BoxFile | null = null;
  #content: unknown = html`<p class="note">Reading…</p>`;

  set file(file: BoxFile) {
    if (this.#file?.id === file.id) return;
    this.#file = file;
    void this.#read(file);
  }

  protected override template(): unknown {
    return this.#content;
  }

  async #read(file: BoxFile): Promise<void> {
    try {
      const { text, isWhole } = await beginning(`/box/files/${encodeURIComponent(file.id)}`);
      this.#content = isTable(file)
        ? tableView(text, isWhole)
        : linesView(textOf(file, text, isWhole));
    } catch {
      this.#content = html`<p class="note">No preview for this file.</p>`;
    }
    this.changed();
  }
}

customElements.define("box-file-preview", FilePreview);

export function isTable({ name, mimetype }: BoxFile): boolean {
  return /\.(csv|tsv)$/i.test(name) || /csv|tab-separated/.test(mimetype);
}

export function isReadable(file: BoxFile): boolean {
  if (/\.(gz|zip)$/i.test(file.name)) return false;
  return (
    isTable(file) ||
    /^text\/|json|yaml/.test(file.mimetype) ||
    /\.(jsonl?|ya?ml|log|md)$/i.test(file.name)
  );
}

function textOf(file: BoxFile, text: string, isWhole: boolean): string {
  return isWhole && /\.json$/i.test(file.name) ? JSON.stringify(JSON.parse(text), null, 2) : text;
}

function linesView(text: string): unknown {
  const lines = text.split("\n");
  const more = lines.length > shownLines;
  return html`<pre class="file-lines" tabindex="0">${lines.slice(0, shownLines).join("\n")}</pre>
    ${more ? html`<p class="note">The first ${shownLines} lines.</p>` : nothing}`;
}

function tableView(text: string, isWhole: boolean): unknown {
  const records = recordsOf(text, isWhole, shownRows + 2);
  const [head = [], ...rows] = records;
  const isNumeric = head.map((_, column) => rows.every((row) => isNumber(row[column])));
  const cell = (value: string, column: number) =>
    html`<td class=${isNumeric[column] ? "right" : ""}>${value}</td>`;
  return html`<div class="table-frame" tabindex="0" role="group" aria-label="First rows">
      <table>
        <thead>
          <tr>
            ${head.map((name, column) => html`<th scope="col" class=${isNumeric[column] ? "right" : ""}>${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.slice(0, shownRows).map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${rows.length > shownRows ? html`<p class="note">The first ${shownRows} rows.</p>` : nothing}`;
}

function isNumber(value = ""): boolean {
  return value === "" || /^-?\$?[\d,.]+%?$/.test(value);
}
