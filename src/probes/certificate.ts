import { z } from "zod";

import { judgeAll } from "#model/assertions/assertion.ts";
import { certificateAssertions, daysLeft } from "#model/assertions/certificate.ts";
import { faultSeen } from "#model/classify.ts";
import { defineProbe, isFault } from "#probe.ts";

const settings = z.strictObject({
  host: z
    .string()
    .regex(
      /^(\[[\da-f:]+\]|[a-z\d.-]+)(:\d{1,5})?$/i,
      "write a host, like shop.example or shop.example:8443",
    ),
  /** It ends in so many days or later. */
  days: z.number().min(0).default(14),
  names: z.array(z.string().min(1)).min(1).optional(),
  issuer: z.string().min(1).optional(),
});

export default defineProbe<z.infer<typeof settings>>({
  title: "Shows a certificate that is valid for long enough",
  settings,
  requests: () => 0,
  host: ({ host }) => new URL(`https://${host}`).hostname,

  async look({ host, ...rules }, { request }) {
    const answer = await request({
      url: `https://${host}/`,
      method: "HEAD",
      headers: {},
      body: null,
      credential: null,
      bodyLimit: 0,
    });
    if (isFault(answer)) return faultSeen(host, answer);
    const { certificates, milliseconds, phases, at } = answer;
    const assertions = judgeAll(certificateAssertions(rules), answer);
    const [failed] = assertions.filter(({ holds }) => !holds);
    const days = daysLeft(certificates, at);
    const [first] = certificates;
    const left = days === null ? "" : ` It ends in ${days.toFixed(1)} days.`;
    return {
      condition: failed ? "application_error" : "up",
      text: failed
        ? `The certificate of ${host} is not as it must be: ${failed.found}.`
        : `The certificate of ${host} is valid.${left}`,
      milliseconds,
      phases,
      certificateDays: days,
      assertions,
      facts: first
        ? [
            ["subject", first.subject],
            ["issuer", first.issuer],
            ["names", first.names.join(", ")],
            ["valid until", first.validTo],
          ]
        : [],
    };
  },
});
