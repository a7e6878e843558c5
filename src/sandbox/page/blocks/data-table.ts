import type { DataTableBlock } from "@slack/types";
import { html, nothing } from "lit-html";
import type { Box } from "../box.ts";
import { icon } from "../icons.ts";
import { Part } from "../part.ts";
import { cellView, cellWords, compareCells, type Cell } from "./cell.ts";

type Row = readonly Cell[];

/** A table that its reader sorts, filters and pages. */
export class DataTable extends Part {
  #block: DataTableBlock | null = null;
  #box: Box | null = null;
  #filter = "";
  #sorted: { readonly column: number; readonly isDown: boolean } | null = null;
  #page = 0;

  set block(block: DataTableBlock) {
    this.#block = block;
    this.changed();
  }

  set box(box: Box) {
    this.#box = box;
    this.changed();
  }

  protected override template(): unknown {
    const block = this.#block;
    const box = this.#box;
    if (!block || !box) return nothing;
    const [head = [], ...all] = block.rows as readonly Row[];
    const rows = this.#ordered(all.filter((row) => this.#matches(row)));
    const size = block.page_size ?? 5;
    const pages = Math.max(1, Math.ceil(rows.length / size));
    const page = Math.min(this.#page, pages - 1);
    const shown = rows.slice(page * size, (page + 1) * size);
    return html`<div class="data-table">
      <div class="table-tools">
        <span class="table-caption">${block.caption}</span>
        ${all.length > 5 ? this.#filterView() : nothing}
      </div>
      <div class="table-frame" tabindex="0" role="group" aria-label=${block.caption}>
        <table>
          <caption class="hidden">
            ${block.caption}
          </caption>
          <thead>
            <tr>
              ${head.map((cell, column) => this.#headView(cell, column, all))}
            </tr>
          </thead>
          <tbody>
            ${shown.map((row) => this.#rowView(row, block.row_header_column_index ?? 0, box))}
          </tbody>
        </table>
        ${rows.length === 0 ? html`<p class="note">No row matches.</p>` : nothing}
      </div>
      ${rows.length > size ? this.#pagerView(page, pages, size, rows.length) : nothing}
    </div>`;
  }

  #filterView(): unknown {
    return html`<label class="table-filter"
      >${icon("search")}
      <input
        type="search"
        aria-label="Filter rows"
        placeholder="Filter"
        .value=${this.#filter}
        @input=${(event: Event) => {
          this.#filter = (event.target as HTMLInputElement).value;
          this.#page = 0;
          this.changed();
        }}
    /></label>`;
  }

  #headView(cell: Cell, column: number, rows: readonly Row[]): unknown {
    const sorted = this.#sorted?.column === column ? this.#sorted : null;
    const order = sorted ? (sorted.isDown ? "descending" : "ascending") : "none";
    return html`<th scope="col" aria-sort=${order} class=${alignOf(rows[0]?.[column])}>
      <button type="button" @click=${() => this.#sortBy(column, rows[0]?.[column])}>
        ${cellWords(cell)}<span class="sort-mark ${order}">${icon("chevron")}</span>
      </button>
    </th>`;
  }

  #rowView(row: Row, header: number, box: Box): unknown {
    return html`<tr>
      ${row.map((cell, column) =>
        column === header
          ? html`<th scope="row" class=${alignOf(cell)}>${cellView(cell, box)}</th>`
          : html`<td class=${alignOf(cell)}>${cellView(cell, box)}</td>`,
      )}
    </tr>`;
  }

  #pagerView(page: number, pages: number, size: number, count: number): unknown {
    const last = Math.min(count, (page + 1) * size);
    const turn = (label: string, to: number) =>
      html`<button
        type="button"
        class="button small"
        ?disabled=${to < 0 || to >= pages}
        @click=${() => {
          this.#page = to;
          this.changed();
        }}
      >
        ${label}
      </button>`;
    return html`<div class="pager">
      <span aria-live="polite">${page * size + 1}–${last} of ${count}</span>
      ${turn("Previous", page - 1)}${turn("Next", page + 1)}
    </div>`;
  }

  /** Numbers start with the largest, words with A; a third click gives back the sender's order. */
  #sortBy(column: number, sample: Cell | undefined): void {
    const isDownFirst = sample?.type === "raw_number";
    const before = this.#sorted?.column === column ? this.#sorted : null;
    if (!before) this.#sorted = { column, isDown: isDownFirst };
    else this.#sorted = before.isDown === isDownFirst ? { column, isDown: !isDownFirst } : null;
    this.#page = 0;
    this.changed();
  }

  #ordered(rows: readonly Row[]): readonly Row[] {
    const sorted = this.#sorted;
    if (!sorted) return rows;
    return rows.toSorted((a, b) => {
      const [left, right] = [a[sorted.column], b[sorted.column]];
      const order = left && right ? compareCells(left, right) : 0;
      return sorted.isDown ? -order : order;
    });
  }

  #matches(row: Row): boolean {
    const words = this.#filter.trim().toLowerCase();
    return !words || row.some((cell) => cellWords(cell).toLowerCase().includes(words));
  }
}

function alignOf(cell: Cell | undefined): string {
  return cell?.type === "raw_number" ? "right" : "left";
}

customElements.define("box-data-table", DataTable);
