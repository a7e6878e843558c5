import type { Preset } from "#model/presets/preset.ts";

/** A tracking backend of one's own: it has no name and no quota, only the manners of every pixel. */
export const customPixel: Preset = {
  title: "Custom tracking pixel",
  base: "",
  path: "",
  headers: { accept: "image/*,*/*;q=0.8" },
  credentials: ["header", "bearer", "basic", "hmac"],
  quota: null,
  grammar: null,
  testParameters: null,
  sources: ["RFC 9111, 5.2.2: no-cache and no-store"],
};
