import type { ManifestHead } from "#evidence/package/contents.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { gapSection } from "#evidence/page/gap-section.ts";
import { evidenceSection, peopleSection } from "#evidence/page/item-sections.ts";
import { html, instant } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";
import { style } from "#evidence/page/style.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import { displayScope } from "#model/filter-context.ts";

/** The page of a package: everything a person wants to know, in one file that needs nothing else and runs nothing. */
export function page(
  head: ManifestHead,
  record: RunRecord,
  { chart, files }: { chart: Buffer | null; files: readonly Measured[] },
): string {
  const { run, sentence } = head;
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        />
        <title>Evidence: ${run.title}, ${record.context.from} to ${record.context.to}</title>
        <style>
          __STYLE__
        </style>
      </head>
      <body>
        <header>
          <h1>${run.title}</h1>
          <p class="faint">
            Evidence package of run <code>${run.id}</code>,
            ${head.sharing === "sealed" ? "sealed" : "to be shared"}, made
            ${instant(head.created_at)}
          </p>
          <p class="verdict"><strong>${sentence}</strong></p>
          ${sharing(head)}
        </header>
        ${artifacts(head)} ${filterContext(head, record)}
        ${record.explanation ? gapSection(record.explanation, chart) : []}
        ${evidenceSection(head, files)}
        ${peopleSection(
          "Approvals",
          head.items.filter(({ kind }) => kind === "approval"),
          "Nobody was asked to approve this run.",
        )}
        ${peopleSection(
          "Config changes",
          head.items.filter(({ kind }) => kind === "config_changes"),
          "No config changes were collected.",
        )}
        ${steps(record)} ${transcript(record)}
        <footer>
          <h2>How to verify</h2>
          <p>
            Run <code>npx countercheck evidence verify --root HASH</code> on this package. It needs
            neither a network nor the system that made it, and names the first file that was
            altered, added, removed or moved.
          </p>
          <p>
            ${
              head.sealed
                ? "The root hash is said in the run's thread or by the command that sealed it, and stands in the audit log."
                : "The root hash stands in manifest.json of the shared package, as that of the sealed one."
            }
            It answers for every file here, this page too, which therefore cannot contain it: take
            it from there, not from the package itself. Hash of the last item of evidence:
            <code>${head.chain}</code>
          </p>
        </footer>
      </body>
    </html> `;
  return document.text.replace("__STYLE__", () => style);
}

function sharing({ sealed }: ManifestHead): Markup {
  if (!sealed)
    return html`<p class="faint">
      Every file is as it was captured. Addresses and account numbers are not masked: share the
      other package.
    </p>`;
  const masks = sealed.masks.length > 0 ? sealed.masks.join(", ") : "nothing";
  return html`<p class="notice">
    Masked here: ${masks}. A mask such as <code>[email 0f3a…]</code> is the same wherever the value
    is the same. The sealed original is kept as <code>${sealed.file}</code>, SHA-256
    <code>${sealed.sha256}</code>, root hash <code>${sealed.root}</code>.
  </p>`;
}

function artifacts({ artifacts: all, missing_reason: reason }: ManifestHead): Markup {
  const there = all.filter((one) => one.there).length;
  return html`<section>
    <h2>What support asks for: ${there} of ${all.length}</h2>
    <table>
      ${all.map(
        (one) =>
          html`<tr>
            <td>${capital(one.name)}</td>
            <td class="${one.there ? "there" : "missing"}">${one.there ? "there" : "missing"}</td>
          </tr> `,
      )}
    </table>
    ${reason === null ? [] : html`<p class="notice">Sealed although incomplete: ${reason}</p>`}
  </section>`;
}

function filterContext(head: ManifestHead, { context, source }: RunRecord): Markup {
  const facts = [
    ["Source", source],
    ["Window", `${context.from} to ${context.to}, both days inclusive`],
    ["Timezone", context.timezone],
    ["Scope", displayScope(context)],
    ["Statuses", context.statuses?.join(", ") ?? "all"],
    ["Currency", context.currency],
    ["Date basis", context.date_basis],
    ["Cost model", context.cost_model ?? "any"],
    ["Requested by", head.run.requested_by],
    ["Started", instant(head.run.started_at)],
    ["Runbook", `${head.run.runbook}, SHA-256 ${head.run.runbook_sha256}`],
    ["Filter context", `SHA-256 ${head.context_sha256}`],
  ];
  return html`<section>
    <h2>What was looked at</h2>
    <table>
      ${facts.map(
        ([name = "", value = ""]) =>
          html`<tr>
            <th>${name}</th>
            <td>${value}</td>
          </tr> `,
      )}
    </table>
  </section>`;
}

function steps({ steps: all }: RunRecord): Markup {
  return html`<section>
    <h2>Steps</h2>
    <table>
      ${all.map(
        ({ title, summary }) =>
          html`<tr>
            <td>${title}</td>
            <td>${summary}</td>
          </tr> `,
      )}
    </table>
  </section>`;
}

function transcript({ transcript: all }: RunRecord): Markup {
  const said = all.map(
    ({ at, by, text }) =>
      html`<tr>
        <td><small>${instant(at)}</small><br />${by}</td>
        <td><pre>${text}</pre></td>
      </tr> `,
  );
  return html`<section>
    <h2>Transcript of the thread</h2>
    ${
      all.length === 0
        ? html`<p>Nothing was said in a thread.</p>`
        : html`<table>
            ${said}
          </table>`
    }
  </section>`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
