import { expect, test } from "vitest";

import note from "#steps/note.ts";
import { evidenceOf, inputOf, saidOf, waits, worldOf } from "./worlds.ts";

test("a runbook's own words are kept, with what the run is about", async () => {
  const world = worldOf({});
  const settings = note.settings.parse({ text: "Seen in {timezone}" });

  expect(await note.run(settings, inputOf(), world)).toEqual({
    status: "complete",
    summary: "Seen in America/New_York",
    report: [],
    evidence: [evidenceOf("note", "Note")],
  });
  expect(world.kept).toEqual({ Note: { text: "Seen in America/New_York" } });
});

test("a person's words are asked for, then kept with who wrote them and when", async () => {
  const world = worldOf({});
  const settings = note.settings.parse({ text: "What did you change?", ask: true });
  const answers = [saidOf("answer", { value: " " }), saidOf("answer", { value: "The\nrate." })];

  expect(waits(await note.run(settings, inputOf(), world)).prompt).toMatchObject({
    text: "What did you change?",
    actions: ["answer", "hand_over", "skip"],
    field: { label: "Note", type: "text" },
  });
  expect(await note.run(settings, inputOf({}, { answers }), world)).toMatchObject({
    status: "complete",
    summary: "Noted: The rate.",
    evidence: [{ kind: "note" }],
  });
  expect(world.kept["Note"]).toEqual({
    question: "What did you change?",
    note: "The\nrate.",
    by: "U2",
    at: "2026-11-03T09:01:00.000Z",
  });
});

test("whoever has nothing to say skips it, and nothing is kept", async () => {
  const world = worldOf({});
  const settings = note.settings.parse({ text: "Why?", ask: true });
  const answers = [saidOf("skip")];

  expect(await note.run(settings, inputOf({}, { answers }), world)).toMatchObject({
    status: "skipped",
    summary: "Skipped without a reason",
  });
  expect(world.kept).toEqual({});
});
