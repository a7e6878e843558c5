import { expect, test } from "vitest";

import collect from "#steps/collect/index.ts";
import { inputOf, saidOf, waits, worldOf } from "../worlds.ts";

const settings = collect.settings.parse({ what: "note", text: "What did {source} say?" });

test("a person's words are asked for and end it", async () => {
  const answers = [saidOf("answer", { value: "" }), saidOf("answer", { value: "Late\nbatch" })];

  expect(waits(await collect.run(settings, inputOf(), worldOf({}))).prompt?.text).toBe(
    "What did acme say?",
  );
  expect(await collect.run(settings, inputOf({}, { answers }), worldOf({}))).toEqual({
    status: "complete",
    summary: "Noted: Late batch",
    report: [],
    evidence: [],
  });
});
