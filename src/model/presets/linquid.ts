import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const linquid: Preset = {
  title: "Linquid",
  base: "https://api.linquid.io",
  path: "/events?type=sale&limit=1",
  headers: { accept: "application/json" },
  // Its documents name both an X-API-Key header and a bearer token.
  credentials: ["header", "bearer"],
  quota: { requests: 100, per: "hour", share: 0.1 },
  grammar: {
    path: path("$.success"),
    equals: false,
    code: path("$.error.code"),
    conditions: {
      INVALID_API_KEY: "credential",
      UNAUTHORIZED: "credential",
      FORBIDDEN: "permission",
      FEATURE_NOT_AVAILABLE: "permission",
      INSUFFICIENT_CREDITS: "permission",
      NOT_FOUND: "wrong_endpoint",
      RATE_LIMITED: "throttled",
      ANALYTICS_ERROR: "platform_down",
    },
  },
  testParameters: null,
  sources: ["docs.linquid.io, API reference"],
};
