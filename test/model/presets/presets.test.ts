import { expect, test } from "vitest";

import { allowedBy } from "#model/quota.ts";
import { presetNames, presets } from "#model/presets/presets.ts";
import { addressOf } from "#model/request-settings.ts";
import http from "#probes/http.ts";
import { lookBy, serving } from "../../probes/far-side.ts";

const impactError = {
  Status: "ERROR",
  Message: "Access Denied",
  Errors: [{ Field: "", Message: "Access Denied" }],
};

/** What each platform documents, as its answer; and what it is to come to. */
const fixtures = [
  ["impact", 200, { Campaigns: [{ Id: "1", State: "ACTIVE" }], "@total": "1" }, "up", null],
  ["impact", 200, impactError, "application_error", "Access Denied"],
  ["awin", 200, { userId: 1, accounts: [] }, "up", null],
  [
    "awin",
    200,
    { error: "invalid_request", description: "…" },
    "application_error",
    "invalid_request",
  ],
  ["dub", 200, 4711, "up", null],
  [
    "dub",
    200,
    { error: { code: "forbidden", message: "…", doc_url: "…" } },
    "permission",
    "forbidden",
  ],
  ["dub", 200, { error: { code: "rate_limit_exceeded" } }, "throttled", "rate_limit_exceeded"],
  ["stripe", 200, { object: "list", data: [], has_more: false }, "up", null],
  ["stripe", 200, { error: { type: "api_error" } }, "platform_down", "api_error"],
  ["linquid", 200, { success: true, data: [], pagination: { total: 0 } }, "up", null],
  [
    "linquid",
    200,
    { success: false, error: { code: "INVALID_API_KEY" } },
    "credential",
    "INVALID_API_KEY",
  ],
  ["custom-pixel", 200, {}, "up", null],
] as const;

test.each(fixtures)(
  "%s, answering %i with %j, is %s",
  async (preset, status, body, condition, word) => {
    const url = await serving((_, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });

    const seen = await lookBy(http, { preset, url });

    expect(seen.condition).toBe(condition);
    expect(seen.text).toContain(word ?? "answered 200 in");
  },
);

test("each platform has an answer here", () => {
  expect(new Set(fixtures.map(([preset]) => preset))).toEqual(new Set(presetNames));
});

test("each platform is asked at its own harmless address", () => {
  expect(presetNames.map((preset) => addressOf({ preset, account: "IR 1" }))).toEqual([
    "https://api.impact.com/Advertisers/IR%201/Campaigns",
    "https://api.awin.com/accounts",
    "https://api.dub.co/links/count",
    "https://api.stripe.com/v1/payouts?limit=1",
    "https://api.linquid.io/events?type=sale&limit=1",
    "",
  ]);
});

test("each names where its facts were read, and leaves looks at least one request", () => {
  for (const { sources, quota } of Object.values(presets)) {
    expect(sources.length).toBeGreaterThan(0);
    expect(quota === null || allowedBy(quota) >= 1).toBe(true);
  }
});
