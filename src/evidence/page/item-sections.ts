import type { ManifestHead } from "#evidence/package/contents.ts";
import type { PackageItem } from "#evidence/package/manifest.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { html, instant } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";

/** Every item of the ledger in its order, with its hashes; files are links into the package. */
export function evidenceSection({ items }: ManifestHead, files: readonly Measured[]): Markup {
  const packed = new Map(files.map(({ name, sha256 }) => [name, sha256]));
  return html`<section>
    <h2>Evidence</h2>
    ${
      items.length === 0
        ? html`<p>Nothing was captured.</p>`
        : html`<table>
            <tr>
              <th>#</th>
              <th>What</th>
              <th>Who and when</th>
              <th>Hashes</th>
            </tr>
            ${items.map((item) => row(item, packed))}
          </table>`
    }
  </section>`;
}

function row(item: PackageItem, packed: ReadonlyMap<string, string>): Markup {
  const { sequence, title, kind, rows, bytes, actor, at, sha256, hash, entry } = item;
  const size = [
    ...(rows === null ? [] : [`${rows.toLocaleString("en-US")} records`]),
    ...(bytes === null ? [] : [`${bytes.toLocaleString("en-US")} bytes`]),
  ].join(", ");
  const own = entry === null ? null : packed.get(entry);
  return html`<tr>
    <td>${sequence + 1}</td>
    <td>
      ${entry === null ? title : html`<a href="${entry}">${title}</a>`}<br /><small
        >${kind}${size === "" ? "" : `, ${size}`}</small
      >${words(item)}${changes(item)}
    </td>
    <td>${actor}<br /><small>${instant(at)}</small></td>
    <td>
      ${sha256 === null ? [] : html`<small>file as captured</small><br /><code>${sha256}</code><br />`}${own && own !== sha256 ? html`<small>file in this package</small><br /><code>${own}</code><br />` : []}<small
        >chain</small
      ><br /><code>${hash}</code>
    </td>
  </tr> `;
}

function words({ words: said }: PackageItem): Markup[] {
  return Object.entries(said).map(
    ([name, value]) => html`<pre><small>${name}:</small> ${value}</pre>`,
  );
}

function changes({ shared }: PackageItem): Markup {
  if (!shared) return html``;
  const { masked_words, masked_values, neutralised_cells, left_out } = shared;
  const parts = [
    ...(masked_words > 0 ? [`${masked_words} masked in the words`] : []),
    ...(masked_values > 0 ? [`${masked_values} masked in the file`] : []),
    ...(neutralised_cells > 0 ? [`${neutralised_cells} cells neutralised`] : []),
    ...(left_out === null ? [] : [`Left out. ${left_out}`]),
  ];
  return html`<p class="notice"><small>${parts.join("; ")}</small></p>`;
}
