import type { HttpAnswer, HttpFault } from "#model/http-answer.ts";
import { judgeAll } from "#model/assertions/assertion.ts";
import type { Assertion } from "#model/assertions/assertion.ts";
import { daysLeft } from "#model/assertions/certificate.ts";
import type { AssertionResult, Condition, Observation } from "#model/observation.ts";

/** What an answer is judged by. */
export interface Judged {
  /** What was asked, as it may be shown. */
  readonly what: string;
  readonly assertions: readonly Assertion[];
  /** What the platform's own error grammar makes of the answer, null where it tells no error. */
  readonly platformError?: PlatformError | null;
}

/** An error that a platform tells in the body, whatever the status. */
export interface PlatformError {
  readonly condition: Condition;
  /** One clause: `it says RATE_LIMITED`. */
  readonly reason: string;
}

/** What a request that brought nothing comes to: the platform is down, unless it was ours that could not ask. */
export function faultSeen(what: string, fault: HttpFault): Observation {
  const { milliseconds, phases, phase, reason, isOurs } = fault;
  const ours = phase === "quota" ? "throttled" : "unknown";
  const theirs = phase === "credential" ? "credential" : "platform_down";
  const condition = isOurs ? ours : theirs;
  const verb = isOurs || phase === "credential" ? "was not asked" : "could not be reached";
  const words = phase === "body" ? "did not answer in full" : verb;
  return { condition, text: `${what} ${words}: ${reason}.`, milliseconds, phases };
}

/** What an answer comes to: its status, then the platform's own words, then what was asserted. */
export function answerSeen(answer: HttpAnswer, judged: Judged): Observation {
  const { status, milliseconds, phases, certificates, at } = answer;
  const results = judgeAll(judged.assertions, answer);
  const { condition, reason } = conditionOf(answer, judged, results);
  const time = `${Math.round(milliseconds)} ms`;
  const text = reason
    ? `${judged.what} answered ${status}: ${reason}.`
    : `${judged.what} answered ${status} in ${time}.`;
  const certificateDays = daysLeft(certificates, at);
  return {
    condition,
    text,
    milliseconds,
    phases,
    status,
    assertions: results,
    ...(certificateDays === null ? {} : { certificateDays }),
  };
}

function conditionOf(
  { status, headers }: HttpAnswer,
  { assertions, platformError }: Judged,
  results: readonly AssertionResult[],
): { condition: Condition; reason: string | null } {
  const failed = results.filter(({ holds }) => !holds);
  const ofStatus = results.filter((_, at) => assertions[at]?.subject === "status");
  const isStatusRight = ofStatus.length > 0 && ofStatus.every(({ holds }) => holds);
  const meant = isStatusRight ? null : meaningOf(status, headers);
  if (meant) return meant;
  if (platformError) return platformError;
  const [first] = failed;
  if (!first) return { condition: "up", reason: null };
  const others = failed.length > 1 ? `, and ${failed.length - 1} more did not hold` : "";
  return { condition: "application_error", reason: `${reasonOf(first)}${others}` };
}

function reasonOf({ assertion, found }: AssertionResult): string {
  return `not so: ${assertion}; ${found}`;
}

/** What a status says that nobody expected, null of a success. */
function meaningOf(
  status: number,
  headers: HttpAnswer["headers"],
): { condition: Condition; reason: string } | null {
  if (status >= 500) return { condition: "platform_down", reason: "the platform failed" };
  if (status === 429) {
    const after = headers["retry-after"];
    const again = after && /^\d{1,6}$/.test(after) ? `, try again in ${after} s` : "";
    return { condition: "throttled", reason: `our quota is used up${again}` };
  }
  if (status === 401) return { condition: "credential", reason: "the credential is not accepted" };
  if (status === 403) return { condition: "permission", reason: "the credential may not do this" };
  if (status === 404 || status === 410) {
    return { condition: "wrong_endpoint", reason: "nothing is at this address" };
  }
  if (status >= 400) return { condition: "application_error", reason: "the request was refused" };
  if (status >= 300) {
    const reason = "it redirects; assert the status, or look by redirect-chain";
    return { condition: "application_error", reason };
  }
  return null;
}
