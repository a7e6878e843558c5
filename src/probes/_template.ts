import { z } from "zod";

import { hostOf, shownAddress } from "#model/shown-address.ts";
import { defineProbe, isFault } from "#probe.ts";

export default defineProbe({
  title: "Answers with success",
  settings: z.strictObject({ url: z.url("write it like https://example.com/health") }),
  requests: () => 1,
  host: ({ url }) => hostOf(url),

  async look({ url }, { request }) {
    const asked = { method: "GET", headers: {}, body: null, credential: null } as const;
    const answer = await request({ ...asked, url, bodyLimit: 65_536 });
    const { milliseconds, phases } = answer;
    const what = shownAddress(url);
    if (isFault(answer)) {
      const condition = answer.isOurs ? "unknown" : "platform_down";
      const text = `${what} could not be reached: ${answer.reason}.`;
      return { condition, text, milliseconds, phases };
    }
    const { status } = answer;
    const condition = status < 400 ? "up" : "application_error";
    return { condition, text: `${what} answered ${status}.`, status, milliseconds, phases };
  },
});
