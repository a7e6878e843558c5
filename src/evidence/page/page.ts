import type { DrawnGap, ManifestHead, ToldRun } from "#evidence/package/contents.ts";
import type { Measured } from "#evidence/package/zip-writer.ts";
import { changesSection } from "#evidence/page/changes-section.ts";
import { gapSections } from "#evidence/page/gap-section.ts";
import { evidenceSection } from "#evidence/page/item-sections.ts";
import { html, instant } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";
import { approvalsSection, transcriptSection } from "#evidence/page/people-sections.ts";
import { style } from "#evidence/page/style.ts";
import { displayScope } from "#model/filter-context.ts";

/** The page of a package: everything a person wants to know, in one file that needs nothing else and runs nothing. */
export function page(
  head: ManifestHead,
  told: ToldRun,
  { gaps, files }: { gaps: readonly DrawnGap[]; files: readonly Measured[] },
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
        <title>Evidence: ${run.title}, ${told.context.from} to ${told.context.to}</title>
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
        ${artifacts(head)} ${filterContext(head, told)} ${gapSections(gaps)}
        ${evidenceSection(head, files)} ${approvalsSection(told.sign_offs)}
        ${changesSection(told.changes)} ${steps(told)} ${transcriptSection(told.transcript)}
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

function filterContext(head: ManifestHead, { context, source }: ToldRun): Markup {
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

function steps({ steps: all }: ToldRun): Markup {
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

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
