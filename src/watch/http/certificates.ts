import type { DetailedPeerCertificate } from "node:tls";

import { DateTime } from "luxon";

import type { PeerCertificate } from "#model/http-answer.ts";

/** Those read lately: an endpoint shows the same ones until they are renewed. */
const known = new Map<string, PeerCertificate>();
const mostKnown = 1000;

/** The certificates of a chain that the far side showed, its own first. */
export function certificatesOf(shown: DetailedPeerCertificate): PeerCertificate[] {
  const chain: PeerCertificate[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = shown;
  while (next?.fingerprint256 && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(known.get(next.fingerprint256) ?? remembered(next));
    next = next.issuerCertificate;
  }
  return chain;
}

function remembered(shown: DetailedPeerCertificate): PeerCertificate {
  const { fingerprint256 } = shown;
  const certificate = Object.freeze({
    validFrom: instantOf(shown.valid_from),
    validTo: instantOf(shown.valid_to),
    subject: nameOf(shown.subject),
    issuer: nameOf(shown.issuer),
    names: shown.subjectaltname?.split(", ").map((name) => name.replace(/^DNS:/, "")) ?? [],
    fingerprint256,
  });
  if (known.size >= mostKnown) known.clear();
  known.set(fingerprint256, certificate);
  return certificate;
}

/** `Oct 31 12:00:00 2026 GMT` */
function instantOf(text: string): string {
  return (
    DateTime.fromFormat(text.replace(/\s+/g, " "), "LLL d HH:mm:ss yyyy 'GMT'", {
      zone: "utc",
      locale: "en-US",
    }).toISO({ suppressMilliseconds: true }) ?? text
  );
}

function nameOf(subject: DetailedPeerCertificate["subject"] | undefined): string {
  const { CN: name, O: organisation } = subject ?? {};
  return [name ?? organisation ?? ""].flat().join(", ");
}
