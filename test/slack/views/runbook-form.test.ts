import { expect, test } from "vitest";

import type { Runbook } from "#runbook.ts";
import { runbookForm } from "#slack/views/runbook-form.ts";

test("a date basis is chosen of three, a cost model written, and each is named as one would say it", () => {
  const runbook: Runbook = {
    id: "drill",
    sha256: "",
    text: "",
    title: "Drill",
    purpose: "To try.",
    parameters: ["date_basis", "cost_model"],
    steps: [],
  };
  const memory = { runbook: "drill", channel: "C1", respond: null, thread: null };
  const world = { runbooks: new Map([["drill", runbook]]), sources: [], defaults: {} };

  const { blocks } = runbookForm(memory, { date_basis: "paid", cost_model: "cpa" }, world);

  expect(blocks.slice(-2)).toMatchObject([
    {
      block_id: "parameter_date_basis",
      optional: true,
      label: { text: "Date basis" },
      element: {
        type: "static_select",
        initial_option: { value: "paid" },
        options: [{ value: "event" }, { value: "approved" }, { value: "paid" }],
      },
    },
    {
      block_id: "parameter_cost_model",
      optional: true,
      label: { text: "Cost model" },
      element: { type: "plain_text_input", initial_value: "cpa" },
    },
  ]);
});
