import { expect, test } from "vitest";

import { threadText } from "#evidence/thread-text.ts";
import type { Message } from "#slack/message.ts";
import { jsonText } from "#slack/json-text.ts";
import { fileList } from "#slack/views/file-list.ts";
import { reportDrafts } from "#slack/views/report-item.ts";
import { verdict } from "#slack/views/verdict.ts";
import type { ReportItem } from "#model/report.ts";
import { compared, exampleRun } from "../slack/example-run.ts";
import { itemOf } from "../steps/worlds.ts";

function textOf(message: Message | null): string {
  return threadText(JSON.parse(jsonText(message ?? {})) as Record<string, unknown>);
}

function reported(item: ReportItem): string {
  const [draft] = reportDrafts([item]);
  if (!draft) throw new Error("nothing was reported");
  return threadText({ ...(draft.kind === "post" ? draft.message : draft.upload) });
}

test.each([3, 60])("a table of %i rows is told cell by cell", (count) => {
  const rows = Array.from({ length: count }, (_, at) => [`cause ${at}`, `${at},000.50`]);
  const columns = [
    { title: "Cause", align: "left" },
    { title: "Amount", align: "right" },
  ] as const;
  const text = reported({ kind: "table", caption: "Causes of the gap", columns, rows });

  expect(text).toMatch(/^Causes of the gap\nCause +Amount\n/);
  for (const [cause, amount] of rows) {
    expect(text).toMatch(new RegExp(`^${cause} +${amount?.replace(".", "\\.")}$`, "m"));
  }
});

test("facts, files and things to do are told whole", () => {
  const file = {
    kind: "rows",
    file: "a.csv",
    title: "Rows",
    sha256: "",
    bytes: 1,
    rows: 1,
  } as const;

  expect(reported({ kind: "facts", title: "Context", facts: [["Timezone", "UTC"]] })).toBe(
    "Context\nTimezone  UTC",
  );
  expect(reported({ kind: "files", text: "Every <record>.", files: [file] })).toBe(
    "Every <record>.\n[file a.csv]",
  );
  const actions = [{ reason: "Unpaid:", action: "Pay it." }];
  expect(reported({ kind: "actions", title: "Next", actions })).toBe("Next\n1. Unpaid: Pay it.");
});

test("a verdict is told with what to do next and what can be clicked", () => {
  const { run, steps } = exampleRun({ status: "finished", verdict: "explained" }, [null, compared]);
  const text = textOf(verdict(run, steps));

  expect(text).toMatch(/^:warning: @U0MAYA0001 Payouts are \$164\.02 below commissions:/);
  expect(text).toContain("What to do next, most money first\n1. Payout failed");
  expect(text).toContain("[Run it again] [Package the evidence]");
});

test("what is folded up is told too", () => {
  const item = itemOf("export", { file: "a.csv", sha256: "f".repeat(64) });

  expect(textOf(fileList([item]))).toContain(`${"f".repeat(64)}  a.csv`);
});

test("Slack's own markup is read back as people saw it", () => {
  const text =
    "<@U1> in <#C1>: <https://x.example|the page>, <!date^1^{date}|1 May> &amp; &lt;b&gt;";

  expect(threadText({ text })).toBe("@U1 in #C1: the page (https://x.example), 1 May & <b>");
});
