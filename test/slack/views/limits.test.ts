import * as fc from "fast-check";
import { expect, test } from "vitest";

import type { EvidenceFile, ReportItem } from "#model/report.ts";
import type { Runbook } from "#runbook.ts";
import { parameterNames } from "#runbook.ts";
import { judgeView } from "#sandbox/blocks/view-rules.ts";
import { jsonText } from "#slack/json-text.ts";
import { answerForm } from "#slack/views/answer-form.ts";
import { filterContext } from "#slack/views/filter-context.ts";
import { ourFault, refusal, said } from "#slack/views/private.ts";
import { prompt } from "#slack/views/prompt.ts";
import { reminder } from "#slack/views/reminder.ts";
import { reportDrafts, reportItem } from "#slack/views/report-item.ts";
import { runProgress } from "#slack/views/run-progress.ts";
import { runbookForm } from "#slack/views/runbook-form.ts";
import { signedOff } from "#slack/views/sign-off.ts";
import { verdict } from "#slack/views/verdict.ts";
import {
  askedBy,
  hostileAnswer,
  hostilePrompt,
  hostileRoles,
  hostileText,
  reportItem as anyReportItem,
  runWithSteps,
} from "./hostile-runs.ts";
import { problemsOf } from "./problems.ts";

fc.configureGlobal({ endOnFailure: true });

test("a run's live message is postable in every state, whatever is in it", () => {
  fc.assert(
    fc.property(runWithSteps, ({ run, steps }) => {
      expect(problemsOf(runProgress(run, steps))).toEqual([]);
    }),
  );
});

test("a verdict is postable, whatever is in it", () => {
  fc.assert(
    fc.property(runWithSteps, ({ run, steps }) => {
      expect(problemsOf(verdict(run, steps))).toEqual([]);
    }),
  );
});

test("what a step asks is postable in every state, whatever is in it", () => {
  const answers = fc.array(hostileAnswer, { maxLength: 30, size: "max" });
  fc.assert(
    fc.property(
      runWithSteps,
      hostilePrompt,
      answers,
      hostileRoles,
      ({ run, steps }, asked, said, roles) => {
        for (const step of steps.slice(0, 3)) {
          const told = {
            answers: new Map([[step.position, said]]),
            canceledBy: null,
            roles,
            pictures: [],
            evidenceHead: "now",
          };
          expect(problemsOf(prompt(run, step, asked, told))).toEqual([]);
          expect(problemsOf(reminder(run, step, asked, roles))).toEqual([]);
          const approving = [askedBy(step, asked)];
          expect(problemsOf(signedOff(run, approving, told))).toEqual([]);
          expect(problemsOf(runProgress(run, approving, told))).toEqual([]);
        }
      },
    ),
  );
});

test("the form for an answer is within a modal's limits, whatever is asked", () => {
  fc.assert(
    fc.property(runWithSteps, hostilePrompt, hostileAnswer, ({ run, steps }, asked, { action }) => {
      const place = { channel: "C1", thread: "1.2", respond: "https://hooks.slack.com/x" };
      const memory = { runId: run.id, position: 0, action, ...place };
      for (const step of steps.slice(0, 3)) {
        const form = answerForm(memory, step, asked);
        expect(judgeView(JSON.parse(jsonText(form)), "modal")).not.toHaveProperty("messages");
      }
    }),
  );
});

test("several sentences in a row are one post, postable whatever they say", () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 40, size: "max" }), (texts) => {
      const drafts = reportDrafts(texts.map((text) => ({ kind: "text", text })));
      expect(drafts).toHaveLength(1);
      expect(
        drafts.flatMap((draft) => (draft.kind === "post" ? problemsOf(draft.message) : [])),
      ).toEqual([]);
    }),
  );
});

test("a filter context is postable, whatever is in it", () => {
  fc.assert(
    fc.property(runWithSteps, ({ run }) => {
      expect(problemsOf(filterContext(run))).toEqual([]);
    }),
  );
});

test("every report item becomes something postable, whatever is in it", () => {
  fc.assert(
    fc.property(anyReportItem, (item) => {
      const drafts = reportItem(item);
      const posts = drafts.flatMap((draft) => (draft.kind === "post" ? [draft.message] : []));
      const uploads = drafts.flatMap((draft) => (draft.kind === "upload" ? [draft.upload] : []));

      expect(posts.flatMap(problemsOf)).toEqual([]);
      expect(uploads.filter(({ text, files }) => text.length > 3000 || files.length === 0)).toEqual(
        [],
      );
    }),
  );
});

const long = "“x” & <y> ".repeat(3000);
const column = { title: long, align: "right" } as const;
const times = <Value>(count: number, value: Value): Value[] =>
  Array.from({ length: count }, () => value);
const table = (columns: number, rows: string[][]): ReportItem => ({
  kind: "table",
  caption: long,
  columns: times(columns, column),
  rows,
});
const most: readonly ReportItem[] = [
  { kind: "text", text: long },
  { kind: "facts", title: long, facts: times(300, [long, long] as const) },
  { kind: "facts", title: "t", facts: times(300, ["a", "b"] as const) },
  { kind: "actions", title: long, actions: times(300, { reason: long, action: long }) },
  { kind: "incomplete", text: long, run: "01M7YKG6SMVWVTAA9M36YAQDT8" },
  { kind: "files", text: long, files: times(100, file(long)) },
  table(60, [times(60, long)]),
  table(60, [times(60, "")]),
  table(1, times(5000, ["1"])),
  table(1, times(5000, [long])),
  table(60, times(12, [long])),
  {
    kind: "table",
    caption: "c",
    columns: times(60, { title: "t", align: "left" } as const),
    rows: times(12, times(60, "1")),
  },
];

function file(title: string): EvidenceFile {
  const name = "a".repeat(200);
  return { kind: "rows", file: name, title, sha256: "0".repeat(64), bytes: 1, rows: 1 };
}

test.each(most)("the largest $kind fits, and what is left out is counted", (item) => {
  const drafts = reportItem(item);

  expect(
    drafts.flatMap((draft) => (draft.kind === "post" ? problemsOf(draft.message) : [])),
  ).toEqual([]);
});

test("a table too long for a message says how many rows are left out", () => {
  const rows = Array.from({ length: 5000 }, (_, index) => [`cm_${index}`]);
  const columns = [{ title: "Record", align: "left" }] as const;
  const [draft] = reportItem({ kind: "table", caption: "Rows", columns, rows });

  expect(JSON.stringify(draft)).toContain("4,901 more rows; the file has everything.");
});

test("private words are postable, whatever a person typed", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const messages = [said(`*a* ${text}`), refusal(text, null), ourFault(text, text)];

      expect(messages.flatMap(problemsOf)).toEqual([]);
    }),
  );
});

test("a form is within a modal's limits, whatever is prefilled", () => {
  const name = fc.string({ minLength: 1, maxLength: 150, size: "max" });
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 150 }),
      fc.array(fc.stringMatching(/^[a-z][a-z0-9_-]{0,100}$/), { maxLength: 120 }),
      hostileText,
      (titles, sources, given) => {
        const runbooks = new Map<string, Runbook>(
          titles.map((title, index) => [
            `runbook-${index}`,
            {
              id: `runbook-${index}`,
              sha256: "",
              text: "",
              title,
              purpose: title,
              parameters: [...parameterNames],
              steps: [],
            },
          ]),
        );
        const filled = Object.fromEntries(parameterNames.map((each) => [each, given]));
        const form = runbookForm(
          {
            runbook: "runbook-0",
            channel: "C1",
            respond: "https://hooks.slack.com/x",
            thread: null,
          },
          filled,
          { runbooks, sources: [...new Set(sources)], defaults: {} },
        );
        expect(judgeView(JSON.parse(jsonText(form)), "modal")).not.toHaveProperty("messages");
      },
    ),
    { numRuns: 50 },
  );
});
