import { z } from "zod";

import type { Assertion } from "#model/assertions/assertion.ts";

const one = z.union([z.int(), z.string()]);

/** Statuses that are right: `200`, `200-299`, `2xx`, or a list of such. */
export const statusSet = z.union([one, z.array(one).min(1)]).transform((given, context) => {
  const ranges = [given].flat().map(rangeOf);
  if (ranges.every((range) => range !== null)) {
    return {
      text: [given].flat().join(", "),
      has: (status: number) => ranges.some(([from, to]) => from <= status && status <= to),
    };
  }
  const message = "write a status like 200, a range like 200-299 or 2xx, or a list of them";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

export type StatusSet = z.infer<typeof statusSet>;

export function statusAssertion({ text, has }: StatusSet): Assertion {
  return {
    text: `status is ${text}`,
    subject: "status",
    judge: ({ status }) => ({ holds: has(status), found: `it was ${status}` }),
  };
}

function rangeOf(written: string | number): readonly [number, number] | null {
  const text = String(written).replace(/^([1-5])xx$/i, "$100-$199");
  const [, from = "", to = from] = /^([1-5]\d\d)(?:-([1-5]\d\d))?$/.exec(text) ?? [];
  return from !== "" && from <= to ? [Number(from), Number(to)] : null;
}
