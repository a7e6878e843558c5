import { z } from "zod";

import { assertionList } from "#model/assertions/list.ts";
import { answerSeen, faultSeen } from "#model/classify.ts";
import { platformErrorOf } from "#model/presets/preset.ts";
import { presets } from "#model/presets/presets.ts";
import {
  addressOf,
  headersOf,
  requestOf,
  requestShape,
  targetFlaw,
  targetShape,
} from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";

const settings = z
  .strictObject({ ...targetShape, ...requestShape, assert: assertionList.optional() })
  .superRefine((given, context) => {
    const flaw = targetFlaw(given);
    if (flaw !== null) context.addIssue({ code: "custom", message: flaw });
    // A platform's own error grammar is an assertion too.
    if (given.assert || given.preset) return;
    const message = "say what must be true of the answer: assert, at least its status";
    context.addIssue({ code: "custom", message });
  });

export default defineProbe<z.infer<typeof settings>>({
  title: "Answers one HTTP request as asserted",
  settings,
  requests: () => 1,
  host: (given) => hostOf(addressOf(given)),

  async look(given, { request }) {
    const { preset, headers, assert: assertions = [] } = given;
    const url = addressOf(given);
    const what = shownAddress(url);
    const answer = await request(requestOf(url, { ...given, headers: headersOf(preset, headers) }));
    if (isFault(answer)) return faultSeen(what, answer);
    const platformError = platformErrorOf(preset ? presets[preset].grammar : null, answer);
    return answerSeen(answer, { what, assertions, platformError });
  },
});
