import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";
import { imageAssertion, imageTypeAssertion, uncachedAssertion } from "#model/assertions/image.ts";
import { assertionList } from "#model/assertions/list.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { platformErrorOf } from "#model/presets/preset.ts";
import { presetNames, presets } from "#model/presets/presets.ts";
import { headersOf, requestOf, requestShape, webAddress } from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";

const pixels = z.int().min(1).max(10_000).optional();

const settings = z
  .strictObject({
    preset: z.enum(presetNames).default("custom-pixel"),
    url: webAddress,
    ...requestShape,
    method: z.enum(["GET", "POST"]).default("GET"),
    /** What comes back: an image, or for a postback anything that is a success. */
    answers: z.enum(["image", "anything"]).default("image"),
    width: pixels,
    height: pixels,
    /** May be set where a cache in between does no harm. */
    may_be_cached: z.boolean().default(false),
    /** Sends what tells the platform that it is a test; only where it has such a thing. */
    test: z.boolean().default(false),
    assert: assertionList.optional(),
  })
  .refine(({ test, preset }) => !test || presets[preset].testParameters !== null, {
    path: ["test"],
    message: "this platform has no parameter that makes a hit a test: leave test out",
  });
type Settings = z.infer<typeof settings>;

export default defineProbe<Settings>({
  title: "Answers a hit as a tracking pixel or postback does",
  settings,
  requests: () => 1,
  host: ({ url }) => hostOf(url),

  async look(given, { request }) {
    const { preset, headers } = given;
    const url = addressOf(given);
    const what = shownAddress(url);
    const answer = await request(requestOf(url, { ...given, headers: headersOf(preset, headers) }));
    if (isFault(answer)) return faultSeen(what, answer);
    const platformError = platformErrorOf(presets[preset].grammar, answer);
    return answerSeen(answer, { what, assertions: assertionsOf(given), platformError });
  },
});

function addressOf({ url, preset, test }: Settings): string {
  const address = new URL(url);
  const parameters = (test && presets[preset].testParameters) || {};
  for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
  return address.href;
}

function assertionsOf({
  answers,
  may_be_cached: mayBeCached,
  assert,
  ...size
}: Settings): Assertion[] {
  return [
    ...(answers === "image" ? [imageTypeAssertion, imageAssertion(size)] : []),
    ...(mayBeCached ? [] : [uncachedAssertion]),
    ...(assert ?? []),
  ];
}
