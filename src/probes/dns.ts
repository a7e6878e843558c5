import { z } from "zod";

import { listed } from "#model/phrases.ts";
import { defineProbe } from "#probe.ts";

const records = z.array(z.string().min(1)).min(1).optional();

const settings = z.strictObject({
  name: z.string().regex(/^[a-z\d_*.-]+$/i, "write a name, like track.example"),
  type: z.enum(["A", "AAAA", "CNAME", "MX", "NS", "TXT"]).default("A"),
  /** These records and no other, in any order. */
  equals: records,
  /** These records among others. */
  contains: records,
  /** Whom to ask, such as 9.9.9.9; else whom this machine asks. */
  server: z.string().min(1).nullable().default(null),
});
type Settings = z.infer<typeof settings>;

/** What a name server says no by. */
const words: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name does not exist",
  ENODATA: "it has no such record",
  ESERVFAIL: "the name server failed",
  EREFUSED: "the name server refused",
  ETIMEOUT: "the name server did not answer",
  ECONNREFUSED: "nobody answers at the name server",
  ECANCELLED: "the name server did not answer in time",
};

export default defineProbe<Settings>({
  title: "Resolves to the records it should",
  settings,
  requests: () => 0,
  host: ({ name }) => name,

  async look(given, { resolve, clock }) {
    const { name, type, server } = given;
    const started = clock();
    const what = `${type} of ${name}${server === null ? "" : ` at ${server}`}`;
    const asked = await resolve(name, type, server).catch((error: unknown) => reasonOf(error));
    const milliseconds = clock() - started;
    if (typeof asked === "string") {
      return {
        condition: "platform_down",
        text: `${what} could not be had: ${asked}.`,
        milliseconds,
      };
    }
    const wrong = flawOf(asked.map(normal), given);
    const time = `${Math.round(milliseconds)} ms`;
    return {
      condition: wrong === null ? "up" : "application_error",
      text:
        wrong === null ? `${what} was had in ${time}.` : `${what} is not as it must be: ${wrong}.`,
      milliseconds,
      facts: asked.map((record) => [type, record] as const),
    };
  },
});

/** A name server's own word; anything else is not its fault. */
function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = words[code];
  if (reason === undefined) throw error;
  return reason;
}

function flawOf(found: readonly string[], { equals, contains }: Settings): string | null {
  const wanted = [...(equals ?? []), ...(contains ?? [])].map(normal);
  const missing = wanted.filter((record) => !found.includes(record));
  if (missing.length > 0) return `${listed(missing)} is missing`;
  const others = equals ? found.filter((record) => !wanted.includes(record)) : [];
  if (others.length > 0) return `${listed(others)} is there too`;
  return found.length === 0 ? "there is none" : null;
}

/** Names are the same in any case, and with or without their last dot. */
function normal(record: string): string {
  return record.toLowerCase().replace(/\.$/, "");
}
