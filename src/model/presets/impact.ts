import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const impact: Preset = {
  title: "impact.com",
  base: "https://api.impact.com",
  // A brand's own campaigns; a partner's are at /Mediapartners/{account}/Campaigns.
  path: "/Advertisers/{account}/Campaigns",
  headers: { accept: "application/json" },
  credentials: ["basic"],
  quota: { requests: 1000, per: "hour", share: 0.1 },
  grammar: {
    path: path("$.Status"),
    equals: "ERROR",
    code: path("$.Message"),
    conditions: {},
  },
  testParameters: null,
  sources: [
    "integrations.impact.com, REST reference of brands",
    "github.com/api-evangelist/impact: rate-limits, authentication, errors",
  ],
};
