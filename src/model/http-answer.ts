import type { Phases } from "#model/observation.ts";

/** One HTTP request as a probe wants it made: no retry, no redirect followed, a new connection. */
export interface HttpRequest {
  readonly url: string;
  readonly method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** A credential of the configuration, by its name; null for none. */
  readonly credential: string | null;
  /** Bytes of the body that are read, as it is once decompressed; the rest is left. */
  readonly bodyLimit: number;
  /** Milliseconds it may take, instead of what is left of the look's time. */
  readonly timeout?: number;
}

/** The end of a certificate and whom it is for, as the far side showed it. */
export interface PeerCertificate {
  /** ISO 8601. */
  readonly validTo: string;
  readonly validFrom: string;
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly fingerprint256: string;
}

/** What came back. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; a header sent twice is joined by a comma, `set-cookie` by a line feed. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** True where the body was longer than its limit. */
  readonly truncated: boolean;
  readonly phases: Phases;
  readonly milliseconds: number;
  /** When it came, ISO 8601 in UTC. */
  readonly at: string;
  /** The address that was connected to. */
  readonly address: string;
  readonly certificates: readonly PeerCertificate[];
}

/** Why nothing came back, and in which phase. */
export interface HttpFault {
  readonly phase:
    | "address"
    | "credential"
    | "quota"
    | "dns"
    | "connect"
    | "tls"
    | "first_byte"
    | "body";
  /** One clause: `connection refused`, `certificate expired on 2026-10-31`. */
  readonly reason: string;
  /** Whether our own settings are at fault: an address that may not be probed, a quota that is used up. */
  readonly isOurs: boolean;
  readonly timedOut: boolean;
  readonly phases: Phases;
  readonly milliseconds: number;
}
