import { expect, test } from "vitest";

import collect from "#steps/collect/index.ts";
import { evidenceOf, inputOf, saidOf, waits, worldOf } from "../worlds.ts";

const settings = collect.settings.parse({ what: "note", text: "What did {source} say?" });

test("a person's words are asked for, and kept as those that a note asks for", async () => {
  const world = worldOf({});
  const answers = [saidOf("answer", { value: "" }), saidOf("answer", { value: "Late\nbatch" })];

  expect(waits(await collect.run(settings, inputOf(), worldOf({}))).prompt?.text).toBe(
    "What did acme say?",
  );
  expect(await collect.run(settings, inputOf({}, { answers }), world)).toEqual({
    status: "complete",
    summary: "Noted: Late batch",
    report: [],
    evidence: [evidenceOf("note", "Note")],
  });
  expect(world.kept["Note"]).toEqual({
    question: "What did acme say?",
    note: "Late\nbatch",
    by: "U2",
    at: "2026-11-03T09:01:00.000Z",
  });
});
