import type { DrawnGap } from "#evidence/package/contents.ts";
import { html } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";
import { causes as vocabulary } from "#model/causes.ts";
import type { Explanation, Side } from "#model/explanation.ts";
import {
  hypothesesTitle,
  hypothesisRows,
  isSearchedInVain,
  noHypothesis,
} from "#model/hypotheses.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { byMoney, payoutSides, verdictSentence } from "#model/verdict-sentence.ts";

/** A gap explanation for each comparison; of several, each says what it comes to. */
export function gapSections(gaps: readonly DrawnGap[]): Markup[] {
  return gaps.map((gap) => gapSection(gap, gaps.length === 1));
}

/** A gap explanation: from expected to actual, cause by cause, as a table and as a picture; what would explain the rest, and what was found beside the money. */
function gapSection(
  { reconciliation, title, explanation, chart }: DrawnGap,
  isOnly: boolean,
): Markup {
  const { findings, converged } = explanation;
  const folder = `gap/${reconciliation}`;
  return html`<section>
    <h2>Why the two sides differ${isOnly ? "" : `: ${title}`}</h2>
    ${isOnly ? [] : html`<p><strong>${verdictSentence(explanation)}</strong></p>`}
    ${gapTable(explanation)}
    ${
      converged === undefined
        ? []
        : html`<p>
            ${converged ? "Two captures in a row agreed." : "Captured again, it still changed."}
          </p>`
    }
    <img
      alt="The gap from expected to actual, cause by cause"
      src="data:image/png;base64,${chart.toString("base64")}"
    />
    <p class="faint">
      The same as <a href="${folder}/explanation.csv">a sheet</a> and as
      <a href="${folder}/explanation.json">JSON</a>.
    </p>
    ${hypotheses(explanation)}
    ${
      findings.length === 0
        ? []
        : html`<h3>Findings</h3>
            <table>
              ${findings.map(
                ({ severity, message }) =>
                  html`<tr>
                    <td>${severity}</td>
                    <td>${message}</td>
                  </tr> `,
              )}
            </table>`
    }
  </section>`;
}

function gapTable(explanation: Explanation): Markup {
  const { causes, unexplained, gap, expected, actual } = explanation;
  const sides = explanation.sides ?? payoutSides;
  const { currency } = expected;
  const rows = [
    side(`Expected: ${sides.expected}`, expected),
    ...byMoney(causes).map(({ cause, amount, rows: records, examples }) =>
      line(
        vocabulary[cause].title,
        displaySigned(amount, currency),
        records.toLocaleString("en-US"),
        examples,
      ),
    ),
    line("Unexplained", displaySigned(unexplained, currency), "", []),
    side(`Actual: ${sides.actual}`, actual),
    html`<tr class="total">
      <td>Gap</td>
      <td class="amount">${displaySigned(gap, currency)}</td>
      <td></td>
      <td></td>
    </tr> `,
  ];
  return html`<table>
    <tr>
      <th></th>
      <th class="amount">${currency ?? "Count"}</th>
      <th class="amount">Records</th>
      <th>Examples</th>
    </tr>
    ${rows}
  </table>`;
}

/** What a search over contexts found, or that it found nothing. */
function hypotheses(explanation: Explanation): Markup {
  const rows = hypothesisRows(explanation);
  if (rows.length === 0) {
    return isSearchedInVain(explanation) ? html`<p>${noHypothesis}</p>` : html``;
  }
  return html`<h3>${hypothesesTitle}</h3>
    <table>
      ${rows.map(
        ([changes, value]) =>
          html`<tr>
            <td>${changes}</td>
            <td class="amount">${value}</td>
          </tr> `,
      )}
    </table>`;
}

function side(title: string, { amount, currency, rows }: Side): Markup {
  const shown = currency === null ? amount : displayAmount(amount, currency);
  return html`<tr class="total">
    <td>${title}</td>
    <td class="amount">${shown}</td>
    <td class="amount">${rows.toLocaleString("en-US")}</td>
    <td></td>
  </tr> `;
}

function line(title: string, amount: string, records: string, examples: readonly string[]): Markup {
  return html`<tr>
    <td>${title}</td>
    <td class="amount">${amount}</td>
    <td class="amount">${records}</td>
    <td>${examples.join(", ")}</td>
  </tr> `;
}
