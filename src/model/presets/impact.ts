import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const impact: Preset = {
  title: "impact.com",
  base: "https://api.impact.com",
  // A brand's own campaigns; a partner's are at /Mediapartners/{account}/Campaigns.
  path: "/Advertisers/{account}/Campaigns?PageSize=1",
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
    "https://integrations.impact.com/",
    "https://github.com/api-evangelist/impact/blob/main/rate-limits/impact-rate-limits.yml",
  ],
};
