import { DateTime } from "luxon";
import { expect, test } from "vitest";

import type { Config } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { Runbook } from "#runbook.ts";
import { parseGiven, resolveRequest } from "#runs/parameters.ts";
import type { Given } from "#runs/parameters.ts";

const runbook = {
  id: "payout-mismatch",
  parameters: [
    "source",
    "window",
    "timezone",
    "currency",
    "program",
    "partner",
    "date_basis",
    "cost_model",
  ],
} as unknown as Runbook;
const config = {
  file: "countercheck.yml",
  timezone: "America/New_York",
  currency: "USD",
  sources: new Map([["acme", {}]]),
} as unknown as Config;
const now = DateTime.fromISO("2026-11-21T12:00:00Z");

function refusalOf(given: Given): UsageError {
  try {
    resolveRequest(runbook, given, config, now);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

test("words are key=value, quoted where they hold spaces", () => {
  expect(parseGiven('source=acme window=2026-10 partner="prt 003" program=“a b”')).toEqual({
    source: "acme",
    window: "2026-10",
    partner: "prt 003",
    program: "a b",
  });
  expect(() => parseGiven("2026-10")).toThrow(
    '"2026-10" is not key=value; write it like window=2026-10.',
  );
  expect(() => parseGiven("EUR")).toThrow("write it like currency=EUR.");
  expect(() => parseGiven("Europe/Paris")).toThrow("write it like timezone=Europe/Paris.");
  expect(() => parseGiven("prt_9")).toThrow("write it like window=2026-10 or partner=prt_003.");
});

test("a key given twice is refused rather than one of both taken", () => {
  expect(() => parseGiven("partner=prt_003 partner=prt_004")).toThrow("partner is given twice");
});

test("what is not given comes from the configuration and the last closed month", () => {
  const { source, context } = resolveRequest(runbook, { partner: "prt_003" }, config, now);

  expect(source).toBe("acme");
  expect(context).toMatchObject({
    partner: "prt_003",
    program: null,
    from: "2026-10-01",
    to: "2026-10-31",
    timezone: "America/New_York",
    currency: "USD",
    statuses: null,
    date_basis: "event",
    cost_model: null,
  });
});

test("the day records are counted by and the cost model are part of the context", () => {
  const given = { date_basis: "Approved", cost_model: " CPA " };

  const { context } = resolveRequest(runbook, given, config, now);

  expect(context).toMatchObject({ date_basis: "approved", cost_model: "cpa" });
});

test.each([
  [{ partnr: "prt_003" }, ["partnr"], "Did you mean partner?"],
  [{ source: "acne" }, ["source"], "Did you mean acme?"],
  [{ window: "2026-11" }, ["window"], "not closed yet"],
  [{ window: "yesterday" }, ["window"], "is not a window"],
  [{ timezone: "Mars/Base" }, ["timezone"], "is not a timezone"],
  [{ partner: "" }, ["partner"], "partner= is empty; leave it out for all partners."],
  [parseGiven('window=2026-10 partner=""'), ["partner"], "leave it out for all partners."],
  [{ window: " " }, ["window"], "window= is empty; leave it out for the last closed month."],
  [{ date_basis: "payed" }, ["date_basis"], "Did you mean paid?"],
  [{ date_basis: "created_at" }, ["date_basis"], "Known: event, approved, paid."],
  [{ date_basis: "" }, ["date_basis"], "leave it out for the date of the event."],
  [{ cost_model: "," }, ["cost_model"], "leave it out for every cost model."],
  [{ datebasis: "paid" }, ["datebasis"], "Did you mean date_basis?"],
  [{ currency: "XQZ" }, ["currency"], "is not one of ISO 4217"],
])("%j is refused, naming the field", (given, fields, sentence) => {
  const refused = refusalOf(given);

  expect(refused.fields).toEqual(fields);
  expect(refused.message).toContain(sentence);
});

test("everything that is wrong is said at once", () => {
  const given = { window: "yesterday", timezone: "Mars/Base", currency: "", partnr: "prt_003" };

  const error = refusalOf(given);

  expect(error.fields.toSorted()).toEqual(["currency", "partnr", "timezone", "window"]);
  expect(error.problems.map(({ fields }) => fields).flat()).toHaveLength(4);
  expect(error.message.split("\n")).toHaveLength(4);
});

test("a number without its card is revenue where it could be of several, and of one card at most", () => {
  const parameters = ["card", "metric", "tab"] as const;
  const cardOf = (given: Given, of: readonly string[] = parameters) => {
    const several = { ...runbook, parameters: of } as unknown as Runbook;
    return resolveRequest(several, given, config, now).card;
  };

  expect(cardOf({ card: "12400.00" }).metric).toBe("revenue");
  expect(cardOf({ card: "41", tab: "clicks" })).toMatchObject({ metric: null, tab: "clicks" });
  expect(cardOf({ card: "41" }, ["card", "tab"]).metric).toBeNull();
  expect(cardOf({}).metric).toBeNull();
  expect(() => cardOf({ card: "41", metric: "conversions", tab: "clicks" })).toThrow(
    "card=41 is read off one card; give metric=conversions or tab=clicks, whichever it is, and not both.",
  );
});
