import type { X509Certificate } from "node:crypto";
import type { DetailedPeerCertificate, TLSSocket } from "node:tls";

interface Read {
  /** Of every certificate that was shown. */
  readonly fingerprints: string;
  readonly chain: DetailedPeerCertificate;
}

/** By the host that showed it; until it is renewed it is the same at every look. */
const known = new Map<string, Read>();
const mostKnown = 5000;

/**
 * Has a connection read the chain that is shown only where it is another than the last time: Node takes every certificate
 * apart for each connection, which is a fifth of a handshake. The handshake itself is checked as ever.
 */
export function readChainOnce(socket: TLSSocket, host: string): void {
  const read = socket.getPeerCertificate.bind(socket);
  const ours = (): DetailedPeerCertificate => {
    const before = known.get(host);
    if (!before) return remembered(host, socket, read(true));
    const shown = socket.getPeerX509Certificate();
    if (!shown) return read(true);
    if (fingerprintsOf(shown) === before.fingerprints) return before.chain;
    known.delete(host);
    // Once its fingerprint was asked for the chain cannot be read whole any more; the next look does.
    return shown.toLegacyObject() as DetailedPeerCertificate;
  };
  Object.assign(socket, { getPeerCertificate: ours });
}

function remembered(
  host: string,
  socket: TLSSocket,
  chain: DetailedPeerCertificate,
): DetailedPeerCertificate {
  const shown = socket.getPeerX509Certificate();
  if (known.size >= mostKnown) known.clear();
  if (shown) known.set(host, { fingerprints: fingerprintsOf(shown), chain });
  return chain;
}

function fingerprintsOf(shown: X509Certificate): string {
  const all: string[] = [];
  for (let next: X509Certificate | undefined = shown; next; next = next.issuerCertificate) {
    if (all.includes(next.fingerprint256)) break;
    all.push(next.fingerprint256);
  }
  return all.join();
}
