import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const stripe: Preset = {
  title: "Stripe",
  base: "https://api.stripe.com",
  path: "/v1/payouts?limit=1",
  headers: { accept: "application/json" },
  credentials: ["bearer"],
  // Of the sandbox; live keys have four times as much.
  quota: { requests: 25, per: "second", share: 0.1 },
  grammar: {
    path: path("$.error.type"),
    code: path("$.error.type"),
    conditions: { api_error: "platform_down" },
  },
  testParameters: null,
  sources: ["docs.stripe.com, rate limits and errors"],
};
