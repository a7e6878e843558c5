import { DateTime } from "luxon";
import { expect, test } from "vitest";

import check from "#checks/weekly/failing-deliveries.ts";
import { judged } from "../judged.ts";
import type { Row } from "../judged.ts";

const wednesday = DateTime.fromISO("2026-10-14T12:00", { zone: "America/New_York" });
const window = { window: "2026-W42" };

function delivered(count: number, status: string, ago = 0, more: Row = {}): Row[] {
  return Array.from({ length: count }, (_, number) => ({
    delivery_id: `d_${status}_${ago}_${number}_${more["integration"] ?? ""}_${more["http_status"] ?? ""}`,
    integration: "shop",
    status,
    http_status: status === "failed" ? "503" : "200",
    occurred_at: wednesday.minus({ weeks: ago }).toISO(),
    ...more,
  }));
}

const earlier = [1, 2, 3, 4, 5].flatMap((ago) => [
  ...delivered(99, "delivered", ago),
  ...delivered(1, "failed", ago),
]);

test("a failure now and then passes", async () => {
  const deliveries = [...earlier, ...delivered(98, "delivered"), ...delivered(2, "failed")];

  const result = await judged(check, { deliveries }, window);

  expect(result).toMatchObject({ outcome: "pass", metric: 2, trend: [1, 1, 1, 1, 1, 2] });
  expect(result.text).toBe("2 of 100 deliveries to 1 integration failed (2%).");
});

test("many more than usual fail, with what the other side answered", async () => {
  const deliveries = [...earlier, ...delivered(88, "delivered"), ...delivered(12, "failed")];

  const result = await judged(check, { deliveries }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 12, unit: "% of shop", atRisk: "0" });
  expect(result.text).toBe(
    "12 of 100 deliveries to shop failed (12%, usually 1.1%), most with HTTP 503.",
  );
});

test("what always fails is not usual, and a word nobody knows is judged by its HTTP status", async () => {
  const deliveries = [0, 1, 2, 3, 4].flatMap((ago) => [
    ...delivered(10, "bounced", ago, { http_status: "410" }),
    ...delivered(10, "queued up", ago),
  ]);

  const result = await judged(check, { deliveries }, window);

  expect(result).toMatchObject({ outcome: "fail", metric: 50, expected: { from: 0, to: 20 } });
});

test("a word nobody knows, without an HTTP status, is no arrival", async () => {
  const of = async (count: number) => {
    const lost = delivered(count, "bounced", 0, { http_status: null });
    return judged(
      check,
      { deliveries: [...earlier, ...delivered(90, "delivered"), ...lost] },
      window,
    );
  };

  expect(await of(10)).toMatchObject({
    outcome: "warn",
    text: "0 of 100 deliveries to 1 integration failed (0%). Of 10 deliveries nobody can tell whether they arrived: bounced.",
  });
  expect((await of(4)).outcome).toBe("pass");
});

test("four failures of an integration hardly used are nothing to speak of", async () => {
  const deliveries = [...earlier, ...delivered(4, "failed", 0, { integration: "rare" })];

  expect((await judged(check, { deliveries }, window)).outcome).toBe("pass");
});

test("the week ends at midnight in the reporting timezone", async () => {
  const on = async (occurred_at: string) => {
    const failed = delivered(30, "failed", 0, { occurred_at });
    const deliveries = [...earlier, ...delivered(70, "delivered"), ...failed];
    return (await judged(check, { deliveries }, window)).outcome;
  };

  expect(await on("2026-10-19T03:59:59Z")).toBe("fail");
  expect(await on("2026-10-19T04:00:00Z")).toBe("pass");
});

test("no delivery in the week is no data", async () => {
  expect((await judged(check, { deliveries: earlier }, window)).outcome).toBe("no_data");
  expect((await judged(check, {}, window)).outcome).toBe("not_available");
});

test("deliveries tell no program, so that none is judged in the name of one", async () => {
  const deliveries = [...earlier, ...delivered(100, "delivered")];

  const result = await judged(check, { deliveries }, { ...window, scope: { program: "prg_1" } });

  expect(result).toMatchObject({
    outcome: "not_available",
    text: "The deliveries of acme tell no programs, so they cannot be narrowed to program prg_1.",
  });
});
