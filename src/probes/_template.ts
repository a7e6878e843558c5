import { z } from "zod";

import { answerSeen, faultSeen } from "#model/classify.ts";
import { webAddress } from "#model/request-settings.ts";
import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";

export default defineProbe({
  title: "Answers with success",
  settings: z.strictObject({ url: webAddress }),
  requests: () => 1,
  host: ({ url }) => hostOf(url),

  async look({ url }, { request }) {
    const asked = { method: "GET", headers: {}, body: null, credential: null } as const;
    const answer = await request({ ...asked, url, bodyLimit: 65_536 });
    const what = shownAddress(url);
    if (isFault(answer)) return faultSeen(what, answer);
    return answerSeen(answer, { what, assertions: [] });
  },
});
