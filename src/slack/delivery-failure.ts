import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from "@slack/web-api";

/** What a failed call to Slack means for the message it carried. */
export type DeliveryFailure =
  /** Slack refused for now, and has not got it. */
  | { readonly kind: "limited"; readonly milliseconds: number; readonly said: string }
  /** Slack may have it: time-out, reset, a server's error. */
  | { readonly kind: "unsure"; readonly said: string }
  /** The token is refused: nothing can be sent before a person acts. */
  | { readonly kind: "unauthorized"; readonly said: string }
  /** Slack will never take it; `said` is Slack's name for the reason. */
  | { readonly kind: "refused"; readonly said: string; readonly details: readonly string[] };

const unauthorized = new Set([
  "account_inactive",
  "app_uninstalled",
  "invalid_auth",
  "not_authed",
  "token_expired",
  "token_revoked",
]);
const unsure = new Set([
  "fatal_error",
  "internal_error",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
]);
const limited = new Set(["message_limit_exceeded", "rate_limited", "ratelimited"]);
const limitedFor = 30_000;

/** The words of any error, as kept beside the message. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Sorts what a call to Slack threw; an error that is not Slack's own leaves the outcome unknown. */
export function deliveryFailure(error: unknown): DeliveryFailure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: "limited", milliseconds: error.retryAfter * 1000, said: "ratelimited" };
  }
  if (error instanceof WebAPIPlatformError) {
    const said = error.data.error;
    if (limited.has(said)) return { kind: "limited", milliseconds: limitedFor, said };
    if (unauthorized.has(said)) return { kind: "unauthorized", said };
    if (unsure.has(said)) return { kind: "unsure", said };
    return { kind: "refused", said, details: error.data.response_metadata?.messages ?? [] };
  }
  if (error instanceof WebAPIHTTPError && error.statusCode < 500) {
    if (error.statusCode === 408) return { kind: "unsure", said: `HTTP ${error.statusCode}` };
    return { kind: "refused", said: `HTTP ${error.statusCode}`, details: [] };
  }
  if (error instanceof WebAPIRequestError || error instanceof WebAPIHTTPError) {
    return { kind: "unsure", said: wordsOf(error) };
  }
  throw error;
}

/** True when Slack itself answered with this reason. */
export function isRefusal(error: unknown, ...reasons: readonly string[]): boolean {
  return error instanceof WebAPIPlatformError && reasons.includes(error.data.error);
}
