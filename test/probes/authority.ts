// It writes its certificates by decorators.
import "reflect-metadata";

import { webcrypto } from "node:crypto";
import { createSecureContext } from "node:tls";
import type { SecureContext } from "node:tls";

import {
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import type { X509Certificate } from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 86_400_000;

export interface Pair {
  readonly cert: string;
  readonly key: string;
}

interface Wanted {
  /** `dns:` names and `ip:` addresses it is for. */
  readonly names?: readonly { readonly type: "dns" | "ip"; readonly value: string }[];
  /** Days from now at which it begins and ends. */
  readonly from?: number;
  readonly to?: number;
}

export interface Authority {
  /** Trusts what this authority signs, and nothing else. */
  readonly trust: SecureContext;
  readonly certificate: string;
  readonly sign: (wanted?: Wanted) => Promise<Pair>;
}

const loopback = [
  { type: "ip", value: "127.0.0.1" },
  { type: "dns", value: "localhost" },
] as const;

/** An authority of this test alone, which signs what the test wants signed. */
export async function authority(): Promise<Authority> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const root = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Test Authority",
    notBefore: new Date(Date.now() - 1000 * day),
    notAfter: new Date(Date.now() + 1000 * day),
    keys,
    signingAlgorithm: algorithm,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  return {
    trust: createSecureContext({ ca: root.toString("pem") }),
    certificate: root.toString("pem"),
    sign: (wanted) => signedBy(root, keys.privateKey, wanted),
  };
}

/** A certificate that nobody signed but itself. */
export async function selfSigned(): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: "CN=Nobody",
    keys,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([...loopback])],
  });
  return pairOf(certificate, keys.privateKey);
}

async function signedBy(
  root: X509Certificate,
  signingKey: webcrypto.CryptoKey,
  { names = loopback, from = -100, to = 30 }: Wanted = {},
): Promise<Pair> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await X509CertificateGenerator.create({
    subject: "CN=shop.example",
    issuer: root.subject,
    notBefore: new Date(Date.now() + from * day),
    notAfter: new Date(Date.now() + to * day),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([...names])],
  });
  return pairOf(certificate, keys.privateKey);
}

async function pairOf(
  certificate: X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<Pair> {
  const bytes = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  const lines = bytes.toString("base64").replaceAll(/.{64}/g, "$&\n");
  const key = `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
  return { cert: certificate.toString("pem"), key };
}
