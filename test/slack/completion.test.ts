import { expect, test, vi } from "vitest";

import { noteIds } from "#runs/known-ids.ts";
import { affiliateOps, maya } from "../sandbox/open-sandbox.ts";
import { openSlack } from "./open-slack.ts";
import { oneStore } from "./open-store.ts";

const store = oneStore();

async function openForm(line = "payout-mismatch") {
  const opened = await openSlack(store());
  await opened.start();
  await opened.type(line);
  const { id: view_id } = await opened.openView();
  return {
    ...opened,
    view_id,
    /** What is offered under a field while something is typed into it. */
    offered: async (field: string, value: string): Promise<string[]> => {
      const answer = await opened.sandbox.person("/box/options", {
        user: maya,
        view_id,
        action_id: "value",
        block_id: `parameter_${field}`,
        value,
      });
      const options = answer.ok ? (answer.options ?? []) : [];
      return (options as { value: string }[]).map((option) => option.value);
    },
  };
}

test("ids are completed from what exports held, and what was typed can be chosen as it is", async () => {
  await noteIds(store().db, "acme", { partner: ["prt_001", "prt_002", "old_prt_0"] });
  await noteIds(store().db, "other", { partner: ["prt_009"] });
  const form = await openForm();

  expect(await form.offered("partner", "prt_0")).toEqual([
    "prt_001",
    "prt_002",
    "old_prt_0",
    "prt_0",
  ]);
  expect(await form.offered("partner", " PRT_001 ")).toEqual(["prt_001"]);
  expect(await form.offered("partner", "nobody")).toEqual(["nobody"]);
  expect(await form.offered("partner", "")).toEqual(["*", "old_prt_0", "prt_001", "prt_002"]);
});

test("timezones complete from the tz database, currencies by code and by name", async () => {
  const form = await openForm();

  expect(await form.offered("timezone", "new york")).toEqual(["America/New_York", "new york"]);
  expect((await form.offered("timezone", "")).slice(0, 2)).toEqual(["America/New_York", "UTC"]);
  expect((await form.offered("currency", "")).at(0)).toBe("USD");
  expect(await form.offered("currency", "swiss franc")).toEqual(["CHF", "swiss franc"]);
  expect((await form.offered("currency", "eur")).at(0)).toBe("EUR");
});

test("a run starts with what was chosen, and with all of what was left at all", async () => {
  const form = await openForm();
  const chosen = (value: string) => ({
    value: {
      type: "external_select",
      selected_option: { value, text: { type: "plain_text", text: value } },
    },
  });

  await form.sandbox.person("/box/submit", {
    user: maya,
    view_id: form.view_id,
    state: {
      parameter_source: chosen("acme"),
      parameter_window: { value: { type: "plain_text_input", value: "2025-10" } },
      parameter_timezone: chosen("Europe/Paris"),
      parameter_currency: chosen("USD"),
      parameter_program: chosen("*"),
      parameter_partner: chosen("prt_7"),
    },
  });

  await vi.waitFor(async () => {
    expect(await form.runs()).toMatchObject([
      {
        channel: affiliateOps,
        context: { timezone: "Europe/Paris", program: null, partner: "prt_7" },
      },
    ]);
  });
});
