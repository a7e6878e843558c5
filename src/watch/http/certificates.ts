import type { DetailedPeerCertificate, TLSSocket } from "node:tls";

import { DateTime } from "luxon";

import type { PeerCertificate } from "#model/http-answer.ts";

/** The certificates that the far side showed, its own first; none where a session was taken up again. */
export function certificatesOf(socket: TLSSocket): PeerCertificate[] {
  const chain: PeerCertificate[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (next?.fingerprint256 && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push({
      validFrom: instantOf(next.valid_from),
      validTo: instantOf(next.valid_to),
      subject: nameOf(next.subject),
      issuer: nameOf(next.issuer),
      names: next.subjectaltname?.split(", ").map((name) => name.replace(/^DNS:/, "")) ?? [],
      fingerprint256: next.fingerprint256,
    });
    next = next.issuerCertificate;
  }
  return chain;
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
