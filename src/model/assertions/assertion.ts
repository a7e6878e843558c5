import type { HttpAnswer } from "#model/http-answer.ts";
import type { AssertionResult } from "#model/observation.ts";

/** What was found, and whether it is as it must be. */
export type Finding = Pick<AssertionResult, "holds" | "found">;

/** Something that must be true of an answer; what it compares with was checked when the configuration was read. */
export interface Assertion {
  /** As people say it: `status is 200`. */
  readonly text: string;
  /** What it is about. */
  readonly subject: string;
  readonly judge: (answer: HttpAnswer) => Finding;
}

/** Every assertion with what was found, in the order they were written. */
export function judgeAll(assertions: readonly Assertion[], answer: HttpAnswer): AssertionResult[] {
  return assertions.map(({ text, judge }) => ({ assertion: text, ...judge(answer) }));
}

const longest = 120;
/** No more of a text than this is looked at, however much of it is white space. */
const enough = 2000;

/** A text in quotes, on one line and no longer than a clause may be. */
export function quoted(text: string): string {
  const line = text.slice(0, enough).replaceAll(/\s+/g, " ").trim();
  const isCut = line.length > longest || text.length > enough;
  return `"${isCut ? `${line.slice(0, longest - 1)}…` : line}"`;
}
