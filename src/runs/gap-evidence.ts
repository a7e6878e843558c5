import { gapWaterfall } from "#charts/gap-waterfall.ts";
import { renderPng } from "#charts/png.ts";
import type { Content } from "#exports/artifacts.ts";
import type { EvidenceFile } from "#model/report.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import { evidenceName } from "#runs/evidence-name.ts";
import type { StepInput, StepWorld } from "#step.ts";

/** Keeps content as evidence under a name. */
export type Keep = (
  file: Pick<EvidenceFile, "kind" | "title" | "rows"> & { readonly name: string },
  content: Content,
) => Promise<EvidenceFile>;

/** Keeps the explanation and the chart of a gap with the reconciliation in name and words: a run may make several. */
export function gapEvidence(input: StepInput, keep: Keep): Pick<StepWorld, "keepGap" | "drawGap"> {
  return {
    async keepGap(explanation, reconciliation) {
      const title = `Gap explanation: ${titleOf(reconciliation)}`;
      const name = evidenceName(input, `${reconciliation}-gap-explanation`, "json");
      const data = `${JSON.stringify(explanation, null, 2)}\n`;
      const kept = await keep({ kind: "explanation", title, rows: null, name }, { data });
      return { ...kept, words: { reconciliation } };
    },

    async drawGap(explanation, reconciliation) {
      const { currency } = explanation.expected;
      const title = titleOf(reconciliation);
      const name = evidenceName(input, `${reconciliation}-gap`, "png");
      const data = await renderPng(gapWaterfall(explanation, { title, currency }));
      const kept = await keep({ kind: "chart", title, rows: null, name }, { data });
      return { ...kept, words: { reconciliation } };
    },
  };
}

function titleOf(reconciliation: string): string {
  return reconciliations[reconciliation]?.title ?? reconciliation;
}
