import type { ChangeList } from "#evidence/package/documents.ts";
import { html, instant } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";

/** Rows of one list on the page; config-changes.json has them all. */
const shown = 500;

const columns = ["changed_at", "module", "actor", "before", "after", "note"] as const;
const titles = ["Changed", "Module", "By", "Before", "After", "Note"];

/** The configuration changes that were collected: when, by whom, from what to what. */
export function changesSection(lists: readonly ChangeList[]): Markup {
  return html`<section>
    <h2>Config changes</h2>
    ${lists.length === 0 ? html`<p>No config changes were collected.</p>` : lists.map(list)}
  </section>`;
}

function list({ title, captured_at: at, from, to, changes, words }: ChangeList): Markup {
  const span = from && to ? `, from ${instant(from)} to before ${instant(to)}` : "";
  return html`<p>${title}${span}, collected ${instant(at)}.</p>
    ${Object.entries(words).map(
      ([name, value]) => html`<pre><small>${name}:</small> ${value}</pre>`,
    )}
    ${changes === undefined ? [] : table(changes)}`;
}

function table(changes: NonNullable<ChangeList["changes"]>): Markup {
  if (changes.length === 0) return html`<p>Nothing was changed.</p>`;
  const left = changes.length - shown;
  return html`<table>
      <tr>
        ${titles.map((title) => html`<th>${title}</th>`)}
      </tr>
      ${changes.slice(0, shown).map(
        (change) =>
          html`<tr>
            ${columns.map((column) => html`<td>${cell(change[column])}</td>`)}
          </tr> `,
      )}
    </table>
    ${left > 0 ? html`<p>${left.toLocaleString("en-US")} more in config-changes.json.</p>` : []}`;
}

function cell(value: string | null | undefined): string {
  if (!value) return "–";
  return /^\d{4}-\d\d-\d\dT/.test(value) ? instant(value) : value;
}
