import { expect, test } from "vitest";

import freshness from "#probes/freshness.ts";
import { lookBy, nobody, refusalsOf, serving } from "./far-side.ts";

const now = () => "2026-11-01T12:00:00Z";

function dataset(newestAt: string | null) {
  const arrivals = () =>
    Promise.resolve({ newestAt, heardAt: newestAt, recent: 1, expectedSince: null });
  return lookBy(freshness, { dataset: "conversions", within: "2h" }, { arrivals, now });
}

test.each([
  ["2026-11-01T10:00:00Z", "up", "The newest record of conversions is 2 h old."],
  ["2026-11-01T08:59:00Z", "stale", "The newest record of conversions is 3 h old, over 2 h."],
  [
    "2026-11-01T13:00:00Z",
    "application_error",
    "The newest record of conversions is 60 m in the future.",
  ],
  [null, "stale", "conversions has no record at all."],
])("a dataset whose newest record is of %s is %s", async (newest, condition, text) => {
  expect(await dataset(newest)).toMatchObject({ condition, text });
});

function answered(body: unknown, more: object = {}) {
  return serving((_, response) => void response.end(JSON.stringify(body))).then((url) =>
    lookBy(freshness, { url, at: "$.data[*].at", within: "2h", ...more }),
  );
}

const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000);

test.each([
  [[ago(5).toISOString(), ago(1).toISOString()], "up"],
  [[ago(5).toISOString()], "stale"],
  [[Math.floor(ago(1).getTime() / 1000)], "up"],
  [[ago(1).getTime()], "up"],
  [[String(ago(3).getTime())], "stale"],
  [[ago(1).toISOString().replace("T", " ").slice(0, 19)], "up"],
  [[ago(1).toUTCString()], "up"],
  [[], "stale"],
  [["yesterday"], "application_error"],
  [[ago(-2).toISOString()], "application_error"],
])("an answer with the times %j is %s", async (times, condition) => {
  expect(await answered({ data: times.map((at) => ({ at })) })).toMatchObject({ condition });
});

test("a time without an offset is read in the timezone that is set", async () => {
  const local = ago(1).toISOString().slice(0, 19);

  expect(await answered({ data: [{ at: local }] }, { timezone: "Pacific/Honolulu" })).toMatchObject(
    {
      condition: "application_error",
    },
  );
});

test("an answer that is none says so instead of an age", async () => {
  const broken = await serving((_, response) => void response.end("<html>"));
  const failing = await serving((_, response) => void response.writeHead(503).end());
  const look = (url: string) => lookBy(freshness, { url, at: "$[*]", within: "1h" });

  expect(await look(broken)).toMatchObject({ condition: "application_error" });
  expect(await look(failing)).toMatchObject({ condition: "platform_down" });
  expect(await look(await nobody())).toMatchObject({ condition: "platform_down" });
});

test.each([
  [{ within: "1h" }, "say whose age it is"],
  [{ within: "1h", dataset: "conversions", url: "https://a.example" }, "say whose age it is"],
  [{ within: "1h", url: "https://a.example" }, "say where in the answer the times are"],
  [{ within: "1h", preset: "impact", at: "$.a" }, "say whose account of impact.com it is"],
])("%j is refused", (settings, sentence) => {
  expect(refusalsOf(freshness, settings)).toContainEqual(expect.stringContaining(sentence));
});
