import { expect, test } from "vitest";

import type { Runbook } from "#runbook.ts";
import { readForm, runbookForm } from "#slack/views/runbook-form.ts";

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

const conversions = { id: "a", title: "A", kind: "collect", dataset: "conversions" };
const events = { ...conversions, dataset: "events" };
const asking: Runbook = {
  id: "drill",
  sha256: "",
  text: "",
  title: "Drill",
  purpose: "To try.",
  parameters: ["status", "metric", "tab"],
  steps: [conversions],
};

function fieldsOf(runbook: Runbook, given: Record<string, string>) {
  const memory = { runbook: "drill", channel: "C1", respond: null, thread: null };
  const world = { runbooks: new Map([["drill", runbook]]), sources: [], defaults: {} };
  return runbookForm(memory, given, world).blocks.slice(1);
}

test("status, metric and tab are chosen of what there is", () => {
  const given = { status: "approved,pending", metric: "conversions", tab: "leads" };

  expect(fieldsOf(asking, given)).toMatchObject([
    {
      element: {
        type: "multi_static_select",
        initial_options: [{ value: "pending" }, { value: "approved" }],
      },
    },
    { element: { type: "static_select", initial_option: { value: "conversions" } } },
    { element: { type: "static_select", initial_option: { value: "leads" } } },
  ]);
});

test("where the source's own words are statuses any may be written", () => {
  expect(fieldsOf({ ...asking, steps: [events] }, { status: "live" })).toMatchObject([
    { element: { type: "plain_text_input", initial_value: "live" } },
    {},
    {},
  ]);
});

test("several that are chosen are read as they are typed, and what stands for none is none", () => {
  expect(
    readForm({
      parameter_status: { value: { selected_options: [{ value: "paid" }, { value: "held" }] } },
      parameter_metric: { value: { selected_option: { value: "*" } } },
      parameter_tab: { value: { selected_option: { value: "sales" } } },
      parameter_partner: { value: { selected_options: [] } },
    }),
  ).toEqual({ status: "paid,held", tab: "sales" });
});
