import { html } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";
import { causes as vocabulary } from "#model/causes.ts";
import type { Explanation, Side } from "#model/explanation.ts";
import { displayAmount, displaySigned } from "#model/money.ts";
import { byMoney, payoutSides } from "#model/verdict-sentence.ts";

/** The gap explanation: from expected to actual, cause by cause, as a table and as a picture; what was found beside the money. */
export function gapSection(explanation: Explanation, chart: Buffer | null): Markup {
  const { causes, findings, unexplained, gap, expected, actual } = explanation;
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
  return html`<section>
    <h2>Why the two sides differ</h2>
    <table>
      <tr>
        <th></th>
        <th class="amount">${currency ?? "Count"}</th>
        <th class="amount">Records</th>
        <th>Examples</th>
      </tr>
      ${rows}
    </table>
    ${chart ? html`<img alt="The gap from expected to actual, cause by cause" src="data:image/png;base64,${chart.toString("base64")}" />` : []}
    ${
      findings.length === 0
        ? []
        : html`<h2>Findings</h2>
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
