import * as fc from "fast-check";
import { expect, test } from "vitest";

import { refusalOfMessage } from "#sandbox/blocks/message-rules.ts";
import { jsonText } from "#slack/json-text.ts";
import type { Message } from "#slack/message.ts";
import { digest, furtherFindings } from "#slack/views/digest.ts";
import { exportList, findingFiles, passedCharts } from "#slack/views/digest-details.ts";
import { undelivered } from "#slack/views/undelivered.ts";
import { hostileDigest } from "./hostile-digests.ts";
import { hostileText } from "./hostile-runs.ts";
import { problemsOf } from "./problems.ts";

fc.configureGlobal({ endOnFailure: true });

const isWhole = ({ blocks }: Message): boolean =>
  !jsonText(blocks).includes("the file has everything");

test("a digest is postable in every state, whatever was found, and nothing of it is cut off", () => {
  fc.assert(
    fc.property(hostileDigest, (told) => {
      const shown = [digest(told), ...furtherFindings(told)];
      expect(shown.flatMap(problemsOf)).toEqual([]);
      expect(shown.filter((one) => !isWhole(one))).toEqual([]);
    }),
  );
});

test("every finding that is not snoozed has its buttons once, in the message or in its thread", () => {
  fc.assert(
    fc.property(hostileDigest, (told) => {
      const blocks = [digest(told), ...furtherFindings(told)].flatMap((one) => one.blocks);
      const ids = blocks.flatMap((block) => (block.type === "actions" ? [block.block_id] : []));
      const { wrong, silent } = told.digest;
      expect(new Set(ids).size).toBe(ids.length);
      const ofFindings = ids.filter((id) => id?.startsWith("finding:"));
      expect(ofFindings).toHaveLength(wrong.length + silent.length);
      expect(ids.length - ofFindings.length).toBeLessThanOrEqual(1);
    }),
  );
});

test("the files of findings and the list of exports are within Slack's limits", () => {
  fc.assert(
    fc.property(hostileDigest, (told) => {
      const uploads = [
        ...told.findings.flatMap((one) => findingFiles(one, told) ?? []),
        ...passedCharts(told),
      ];
      const bad = uploads.filter(
        ({ text, files }) =>
          text.length > 3000 || files.length === 0 || /<!|<https?:|<@U1>/.test(text),
      );
      expect(bad).toEqual([]);
      const exports = exportList(told);
      expect(exports ? problemsOf(exports) : []).toEqual([]);
    }),
  );
});

test("what is said of a missing digest is postable, whatever Slack said", () => {
  fc.assert(
    fc.property(hostileDigest, fc.option(hostileText), ({ occurrence }, refusal) => {
      const shown = undelivered(occurrence, refusal);
      expect(problemsOf(shown)).toEqual([]);
      expect(refusalOfMessage(JSON.parse(jsonText(shown.blocks)))).toBeNull();
    }),
  );
});
