import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";
import { displayDuration, duration } from "#model/duration.ts";

/** How long a body may be, in bytes. */
export const sizeRule = z
  .strictObject({ above: z.int().min(0).optional(), below: z.int().min(1).optional() })
  .refine(({ above, below }) => above !== undefined || below !== undefined, "write above or below");

export function sizeAssertions({ above, below }: z.infer<typeof sizeRule>): Assertion[] {
  const bounds = [
    { text: "above", limit: above },
    { text: "below", limit: below },
  ];
  return bounds.flatMap(({ text, limit }): Assertion[] => {
    if (limit === undefined) return [];
    return [
      {
        text: `body is ${text} ${bytes(limit)}`,
        subject: "size",
        judge: ({ body: { length }, truncated }) => ({
          // Of a body that was cut, only a lower bound is known.
          holds: text === "above" ? length > limit : !truncated && length < limit,
          found: truncated ? `it was over ${bytes(length)}` : `it was ${bytes(length)}`,
        }),
      },
    ];
  });
}

const phases = {
  dns: "dns",
  connect: "connect",
  tls: "tls",
  first_byte: "firstByte",
  body: "body",
} as const;

/** How long an answer, or one phase of it, may take. */
export const latencyRule = z.strictObject({
  below: duration,
  of: z.enum(["total", "dns", "connect", "tls", "first_byte", "body"]).default("total"),
});

export function latencyAssertion({ below, of }: z.infer<typeof latencyRule>): Assertion {
  return {
    text: `${of === "total" ? "the answer" : of} takes less than ${displayDuration(below)}`,
    subject: "latency",
    judge: ({ milliseconds, phases: taken }) => {
      const time = of === "total" ? milliseconds : taken[phases[of]];
      if (time === null) return { holds: false, found: `there was no ${of}` };
      return { holds: time < below, found: `it took ${displayDuration(time)}` };
    },
  };
}

function bytes(count: number): string {
  return `${count.toLocaleString("en-US")} bytes`;
}
