import { awin } from "#model/presets/awin.ts";
import { customPixel } from "#model/presets/custom-pixel.ts";
import { dub } from "#model/presets/dub.ts";
import { impact } from "#model/presets/impact.ts";
import { linquid } from "#model/presets/linquid.ts";
import type { Preset } from "#model/presets/preset.ts";
import { stripe } from "#model/presets/stripe.ts";

export const presetNames = ["impact", "awin", "dub", "stripe", "linquid", "custom-pixel"] as const;
export type PresetName = (typeof presetNames)[number];

/** The platforms that can be looked at without knowing more than an account and a credential. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  impact,
  awin,
  dub,
  stripe,
  linquid,
  "custom-pixel": customPixel,
};
