import * as fc from "fast-check";
import { expect, test } from "vitest";

import { missingArtifacts } from "#model/artifacts.ts";
import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import { judgeView } from "#sandbox/blocks/view-rules.ts";
import { jsonText } from "#slack/json-text.ts";
import { evidenceList } from "#slack/views/evidence-list.ts";
import { fileList } from "#slack/views/file-list.ts";
import { packageForm } from "#slack/views/package-form.ts";
import { packaged, unpackaged } from "#slack/views/packaged.ts";
import { itemOf } from "../../steps/worlds.ts";
import { hostileText, runWithSteps } from "./hostile-runs.ts";

const missing = missingArtifacts([]);
const memory = { runId: "01", channel: "C1", thread: "1.2", respond: "https://hooks.slack.com/x" };

test("a list of runs is postable, and its form opens, whatever the runs are called", () => {
  fc.assert(
    fc.property(runWithSteps, fc.boolean(), ({ run }, isOfThread) => {
      const one = { run, missing, link: "https://acme.slack.com/archives/C1/p1" };
      const { blocks, text } = evidenceList(
        Array.from({ length: 8 }, () => one),
        { isOfThread },
      );
      expect(refusalOfMessage(JSON.parse(jsonText(blocks)))).toBeNull();
      expect(text.length).toBeLessThanOrEqual(4000);
      const form = packageForm(memory, run, missing);
      expect(judgeView(JSON.parse(jsonText(form)), "modal")).not.toHaveProperty("messages");
    }),
  );
});

test("the list of a run's files is postable in every form, whatever they are called", () => {
  const file = hostileText.map((name) => itemOf("export", { file: name, sha256: "0".repeat(64) }));
  fc.assert(
    fc.property(fc.array(file, { maxLength: 200, size: "max" }), (files) => {
      const { text, blocks, classic } = fileList([...files, itemOf("export")]) ?? {};
      const problems = [blocks, classic].map((form) => {
        return refusalOfMessage(JSON.parse(jsonText(form)));
      });
      expect(problems).toEqual([null, null]);
      expect(text).toContain("kept with this run");
    }),
  );
});

test("a file is listed once, however many items are about it, below what a package lacks", () => {
  const picture = itemOf("screenshot", { file: "page.png" });

  const listed = fileList([picture, { ...picture, words: { filters: "all" } }]);

  expect(listed?.text).toBe("1 file kept with this run");
  expect(JSON.stringify(listed?.blocks[0])).toContain("0 of 5: no screenshot with a date range");
});

test("what is said of a package calls nobody but who asked for it, whatever the reason", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (reason, title) => {
      const record = { ledger: [], title } as never;
      const order = { id: "01", runId: "02", askedBy: "U9", askedAt: new Date(0), reason, record };
      const kept = { file: "a_evidence-shared_1.zip", bytes: 9, sha256: "0".repeat(64) };
      const root = "0".repeat(64);
      const made = { root, chain: root, sealed: { ...kept, root }, shared: kept };
      const shown = packaged(order, made);
      expect(shown.text.length).toBeLessThanOrEqual(4000);
      expect(shown.text.replaceAll("<@U9>", "")).not.toContain("<");
      const { blocks } = unpackaged(order, reason);
      expect(refusalOfMessage(JSON.parse(jsonText(blocks)))).toBeNull();
    }),
  );
});

test("a package too large to post is named, with where it is", () => {
  const record = { ledger: [], title: "Payouts" } as never;
  const order = {
    id: "01",
    runId: "02",
    askedBy: "U9",
    askedAt: new Date(0),
    reason: null,
    record,
  };
  const shared = { file: "a_evidence-shared_1.zip", bytes: 3e8, sha256: "0".repeat(64) };

  const root = "0".repeat(64);
  const shown = packaged(order, { root, chain: root, sealed: { ...shared, root }, shared });

  expect(shown.files).toEqual([]);
  expect(shown.text).toContain("300 MB, is kept with the run");
});
