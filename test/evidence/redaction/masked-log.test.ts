import { expect, test } from "vitest";

import { UsageError } from "#errors.ts";
import { redactor } from "#evidence/redaction.ts";
import { maskedLog } from "#evidence/redaction/masked-log.ts";
import { maskEverything } from "#model/redaction-policy.ts";
import { boltLogger } from "#slack/bolt-logger.ts";

const key = Buffer.from("a key of this test alone");
/** Put together here, so that no scanner takes this file for a leak. */
const planted = [
  "greta.torres1@mail.example",
  ["xoxb", "1234567890", "AbCdEfGhIjKl"].join("-"),
  "DE89370400440532013000",
];
const told = `Could not convert ${planted.join(" and ")}`;

function written() {
  const lines: string[] = [];
  const { log, maskBy } = maskedLog("trace", { write: (line) => void lines.push(line) });
  return { lines, log, maskBy };
}

const ways: [string, (log: ReturnType<typeof written>["log"]) => void][] = [
  ["the message", (log) => log.info(told)],
  ["a message put together", (log) => log.warn("it said %s", told)],
  ["an error", (log) => log.error({ err: new Error(told) }, "a step failed")],
  ["an error alone", (log) => log.error(new Error(told))],
  [
    "an error's cause",
    (log) => log.warn({ err: new UsageError("It fails.", ["sql"], { cause: new Error(told) }) }),
  ],
  [
    "what an error carries",
    (log) => log.error({ err: Object.assign(new Error("no"), { data: { sent: [told] } }) }),
  ],
  ["a field", (log) => log.warn({ said: told }, "Slack refused")],
  ["a field within others", (log) => log.debug({ body: { rows: [{ email: told }] } })],
  ["what is bound to a log", (log) => log.child({ asked: told }).info("asked")],
  ["what Slack's packages say", (log) => boltLogger(log).error("failed", new Error(told))],
];

test.each(ways)("%s is masked in the log", (_where, say) => {
  const { lines, log } = written();

  say(log);

  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(lines[0] ?? "") as unknown).not.toThrow();
  for (const plant of planted) expect(lines[0]).not.toContain(plant);
});

test("what is known by an id or a number keeps it", () => {
  const { lines, log } = written();

  log.warn({ run: "01M7ZFBRQNPMVGN3BB53C8AQ4S", position: 3 }, "a step failed");

  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: 40,
    run: "01M7ZFBRQNPMVGN3BB53C8AQ4S",
    position: 3,
    msg: "a step failed",
  });
});

test("once the policy is known the log masks as Slack's texts are masked", () => {
  const { lines, log, maskBy } = written();
  const shared = redactor({ ...maskEverything, bank: "keep" }, key);

  maskBy(shared);
  log.info(told);

  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ msg: shared.mask(told) });
});
