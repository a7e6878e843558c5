import { html, instant } from "#evidence/page/markup.ts";
import type { Markup } from "#evidence/page/markup.ts";
import type { SaidToSignOff, SignOff } from "#evidence/sign-offs.ts";
import type { TranscriptEntry } from "#evidence/transcript.ts";

/** Every step that asks for approval: what it asked, what became of it, and what each person said of which evidence. */
export function approvalsSection(signOffs: readonly SignOff[]): Markup {
  return html`<section>
    <h2>Approvals</h2>
    ${
      signOffs.length === 0
        ? html`<p>No step of this run asks for an approval.</p>`
        : html`<table>
            ${signOffs.flatMap((one) => [signOff(one), ...one.said.map((each) => answer(each))])}
          </table>`
    }
  </section>`;
}

const states: Readonly<Record<SignOff["state"], string>> = {
  approved: "Approved",
  rejected: "Rejected",
  skipped: "Skipped, not approved",
  unanswered: "Asked, and not approved",
  open: "Not approved yet",
  not_asked: "Nobody was asked",
};

function signOff({ step, question, state, summary }: SignOff): Markup {
  const shown = state === "approved" ? "there" : state === "not_asked" ? "faint" : "missing";
  return html`<tr>
    <td>${step}${question === null ? [] : html`<pre><small>asked:</small> ${question}</pre>`}</td>
    <td class="${shown}">${states[state]}</td>
    <td>${summary}</td>
  </tr> `;
}

const actions: Readonly<Record<SaidToSignOff["action"], string>> = {
  approve: "approved",
  reject: "rejected",
  skip: "skipped",
  hand_over: "handed it over",
  confirm: "confirmed",
  answer: "answered",
};

function answer({ action, by, at, reason, evidence, void: isVoid }: SaidToSignOff): Markup {
  return html`<tr>
    <td>${by}<br /><small>${instant(at)}</small></td>
    <td class="${isVoid ? "missing" : ""}">
      ${actions[action]}${isVoid ? "; void, because evidence was added since" : ""}
    </td>
    <td>
      ${reason === null ? [] : html`<pre>${reason}</pre>`}<small
        >of the evidence up to the item of chain</small
      ><br /><code>${evidence}</code>
    </td>
  </tr> `;
}

/** What was said in the thread, as far as it is known here, and what of it is not. */
export function transcriptSection(all: readonly TranscriptEntry[]): Markup {
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
        : html`<p class="notice">
              All that Countercheck said, each message as it stood last, and what people answered it
              or had kept as evidence. Left out: what else people wrote to each other, which it does
              not keep, and the bytes of files, which are listed as evidence above.
            </p>
            <table>
              ${said}
            </table>`
    }
  </section>`;
}
