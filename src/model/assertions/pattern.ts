import { RE2JS } from "re2js";
import { z } from "zod";

/** A regular expression whose time grows only with the text it reads, whoever wrote either. */
export interface Pattern {
  readonly source: string;
  readonly isFound: (text: string) => boolean;
  /** Its first group, or the whole of what it found; null where it found nothing. */
  readonly firstIn: (text: string) => string | null;
}

/** A regular expression of RE2: no look-around and no back references, and so no text that makes it run for ever. */
export const pattern = z
  .string()
  .min(1)
  .transform((source, context): Pattern => {
    try {
      return patternOf(source);
    } catch (error) {
      const reason = (error as Error).message.replace(/^error parsing regexp: /, "");
      const message = `"${source}" is no regular expression of RE2: ${reason}`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    }
  });

function patternOf(source: string): Pattern {
  const compiled = RE2JS.compile(source);
  return {
    source,
    isFound: (text) => compiled.matcher(text).find(),
    firstIn: (text) => {
      const matcher = compiled.matcher(text);
      if (!matcher.find()) return null;
      return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? null;
    },
  };
}
