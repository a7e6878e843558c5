import { ForbiddenAddress } from "#watch/http/address-guard.ts";
import type { HttpFault } from "#model/http-answer.ts";

/** What a request had come to when it failed. */
export type Stage = HttpFault["phase"];

const words: Readonly<Record<string, string>> = {
  ENOTFOUND: "the name does not exist",
  EAI_AGAIN: "the name server did not answer",
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  EPIPE: "connection closed by the far side",
  UND_ERR_SOCKET: "connection closed by the far side",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "a certificate of its chain is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the issuer of its certificate is not known",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the issuer of its certificate is not known",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS",
  UND_ERR_HEADERS_OVERFLOW: "its headers are too long",
  Z_BUF_ERROR: "its compressed body is cut off",
};

/** Says why a request failed, in words for people, and in which phase. */
export function faultOf(
  error: unknown,
  stage: Stage,
  timedOut: boolean,
): Pick<HttpFault, "phase" | "reason" | "isOurs" | "timedOut"> {
  if (error instanceof ForbiddenAddress) {
    return { phase: "address", reason: error.message, isOurs: true, timedOut: false };
  }
  if (timedOut) return { phase: stage, reason: slow[stage], isOurs: false, timedOut };
  const code = codeOf(error);
  const phase = /CERT|TLS|SSL|SIGNATURE/.test(code) ? "tls" : stage;
  const said = error instanceof Error ? error.message : String(error);
  return { phase, reason: wordOf(error, code) ?? said, isOurs: false, timedOut };
}

/** Each way of compressing has codes of its own. */
const garbled = /^(Z_DATA_ERROR|ERR__ERROR_FORMAT|ZSTD_error)/;

function wordOf(error: unknown, code: string): string | undefined {
  if (isGarbage(error)) return "it does not speak HTTP";
  if (garbled.test(code)) return "its body is not compressed as its content-encoding says";
  return words[code];
}

const slow: Readonly<Record<Stage, string>> = {
  address: "its address was not found in time",
  dns: "its name was not resolved in time",
  connect: "no connection in time",
  tls: "no TLS handshake in time",
  first_byte: "no answer in time",
  body: "its answer did not end in time",
  credential: "its credential was not had in time",
  quota: "its credential's quota was not free in time",
};

function isGarbage(error: unknown): boolean {
  return error instanceof Error && error.name === "HTTPParserError";
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.cause === undefined ? "" : codeOf(error.cause);
}
