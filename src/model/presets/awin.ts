import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const awin: Preset = {
  title: "Awin",
  base: "https://api.awin.com",
  path: "/accounts",
  headers: { accept: "application/json" },
  credentials: ["bearer", "oauth2"],
  // Shared by every account and tool of one user.
  quota: { requests: 20, per: "minute", share: 0.1 },
  grammar: { path: path("$.error"), code: path("$.error"), conditions: {} },
  testParameters: { testmode: "1" },
  sources: [
    "help.awin.com/apidocs, overview",
    "help.awin.com/docs, Direct S2S and Fall-back pixel",
    "github.com/api-evangelist/awin-affiliate: rate-limits, errors",
  ],
};
