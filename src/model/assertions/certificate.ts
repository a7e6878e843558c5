import { DateTime } from "luxon";
import { z } from "zod";

import { quoted } from "#model/assertions/assertion.ts";
import type { Assertion } from "#model/assertions/assertion.ts";
import type { PeerCertificate } from "#model/http-answer.ts";

/** What the certificates shown must be. */
export const certificateRule = z
  .strictObject({
    /** Each of the chain ends in so many days or later. */
    days: z.number().min(0).optional(),
    /** Names it is for. */
    names: z.array(z.string().min(1)).min(1).optional(),
    /** Part of the issuer's name. */
    issuer: z.string().min(1).optional(),
  })
  .refine(
    ({ days, names, issuer }) => [days, names, issuer].some((rule) => rule !== undefined),
    "say what the certificate must be: days, names or issuer",
  );

export type CertificateRule = z.infer<typeof certificateRule>;

export function certificateAssertions({ days, names, issuer }: CertificateRule): Assertion[] {
  const all: Assertion[] = [];
  const over = (
    text: string,
    judge: (
      chain: readonly [PeerCertificate, ...PeerCertificate[]],
      at: string,
    ) => [boolean, string],
  ): void => {
    all.push({
      text,
      subject: "certificate",
      judge: ({ certificates: [first, ...rest], at }) => {
        if (!first) return { holds: false, found: "no certificate was shown" };
        const [holds, found] = judge([first, ...rest], at);
        return { holds, found };
      },
    });
  };
  if (days !== undefined) {
    over(`the certificate ends in ${days} days or later`, (chain, at) => {
      const left = daysLeft(chain, at) ?? 0;
      return [left >= days, `it ends in ${left.toFixed(1)} days`];
    });
  }
  if (names) {
    over(`the certificate is for ${names.join(", ")}`, ([{ names: its }]) => {
      return [
        names.every((name) => its.includes(name)),
        `it is for ${its.join(", ") || "no name"}`,
      ];
    });
  }
  if (issuer !== undefined) {
    over(`the certificate is issued by ${quoted(issuer)}`, ([{ issuer: its }]) => {
      return [its.includes(issuer), `it is issued by ${quoted(its)}`];
    });
  }
  return all;
}

const ends = new WeakMap<PeerCertificate, number>();

/** Days until the first certificate of a chain ends, null where none was shown. */
export function daysLeft(chain: readonly PeerCertificate[], at: string): number | null {
  if (chain.length === 0) return null;
  const first = Math.min(...chain.map(endOf));
  return (first - DateTime.fromISO(at).toMillis()) / 86_400_000;
}

/** Milliseconds of UTC; read once, for every look has the same certificates. */
function endOf(certificate: PeerCertificate): number {
  const end = ends.get(certificate) ?? DateTime.fromISO(certificate.validTo).toMillis();
  ends.set(certificate, end);
  return end;
}
