import * as fc from "fast-check";
import { expect, test } from "vitest";

import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import { judgeView } from "#sandbox/blocks/view-rules.ts";
import { jsonText } from "#slack/json-text.ts";
import { captureNote } from "#slack/views/capture-note.ts";
import { homeView } from "#slack/views/home.ts";
import { pictureForm } from "#slack/views/picture-form.ts";
import { suggestions } from "#slack/views/suggestions.ts";
import { hostileBoard } from "./hostile-digests.ts";
import { hostileWatched } from "./hostile-endpoints.ts";
import { hostilePrompt, hostileText, runWithSteps } from "./hostile-runs.ts";

fc.configureGlobal({ endOnFailure: true });

const at = { channel: "C1", ts: "1.2" };
const link = () => "https://example.slack.com/archives/C1/p12";
const picture = fc.record({ file: fc.constant("a".repeat(200)), name: hostileText });

/** As Slack gets it. */
const sent = (value: unknown): unknown => JSON.parse(jsonText(value));

test("a Home is within Slack's limits, whatever waits and whatever was run", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(runWithSteps, hostilePrompt), { maxLength: 10 }),
      fc.integer({ min: 1, max: 5 }),
      hostileBoard,
      hostileWatched,
      (all, times, board, watched) => {
        const entries = Array.from({ length: times }, () => all).flat();
        const steps = entries.flatMap(
          ([
            {
              run,
              steps: [step],
            },
            prompt,
          ]) => (step ? [{ run, step, prompt, at }] : []),
        );
        const runs = all.map(([run]) => ({ ...run, at }));
        const view = homeView({ user: "U1", steps, runs, board, watched }, link);
        expect(judgeView(sent(view), "home")).not.toHaveProperty("messages");
      },
    ),
  );
});

test("the form for a picture is within a modal's limits, whatever the run is about", () => {
  fc.assert(
    fc.property(runWithSteps, picture, ({ run }, named) => {
      const place = { channel: "C1", thread: "1.2", respond: "https://hooks.slack.com/x" };
      const view = pictureForm({ runId: run.id, file: named.file, ...place }, named, run);
      expect(judgeView(sent(view), "modal")).not.toHaveProperty("messages");
    }),
  );
});

test("what whoever shared files is told is postable, whatever they are called", () => {
  fc.assert(
    fc.property(
      fc.array(picture, { maxLength: 12 }),
      fc.array(hostileText, { minLength: 1, maxLength: 12 }),
      (pictures, problems) => {
        const note = captureNote("run", pictures, problems);
        expect(note).not.toBeNull();
        expect(refusalOfMessage(sent(note?.blocks))).toBeNull();
      },
    ),
  );
});

test("options are as many and as long as Slack takes, whatever exports hold and people type", () => {
  fc.assert(
    fc.property(
      fc.array(hostileText, { maxLength: 200, size: "max" }),
      hostileText,
      (ids, typed) => {
        const options = suggestions(
          "partner",
          typed,
          ids.map((id) => ({ value: id, text: id })),
        );
        expect(options.length).toBeLessThanOrEqual(100);
        for (const { value, text } of options) {
          expect(value?.length).toBeLessThanOrEqual(150);
          expect(value).not.toBe("");
          expect(text.text.trim()).not.toBe("");
          expect(text.text.length).toBeLessThanOrEqual(75);
        }
      },
    ),
  );
});
