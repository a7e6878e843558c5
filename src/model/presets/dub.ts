import { path } from "#model/presets/preset.ts";
import type { Preset } from "#model/presets/preset.ts";

export const dub: Preset = {
  title: "Dub",
  base: "https://api.dub.co",
  path: "/links/count",
  headers: { accept: "application/json" },
  credentials: ["bearer"],
  quota: { requests: 60, per: "minute", share: 0.1 },
  grammar: {
    path: path("$.error.code"),
    code: path("$.error.code"),
    conditions: {
      unauthorized: "credential",
      forbidden: "permission",
      exceeded_limit: "permission",
      not_found: "wrong_endpoint",
      rate_limit_exceeded: "throttled",
      internal_server_error: "platform_down",
    },
  },
  testParameters: null,
  sources: [
    "dub.co/docs, rate limits",
    "github.com/dubinc/dub: apps/web/lib/api/errors.ts, lib/auth/rate-limit-request.ts",
  ],
};
