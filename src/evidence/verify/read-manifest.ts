import { manifestText, packageManifest, rootOf } from "#evidence/package/manifest.ts";
import type { PackageManifest } from "#evidence/package/manifest.ts";
import { followChain, nameOf } from "#evidence/verify/chain.ts";
import { Discrepancy } from "#evidence/verify/problem.ts";

/** Reads `manifest.json` and holds it against itself; throws at the first thing that does not fit. `masked` items cannot be followed along the chain. */
export function readManifest(text: string): { manifest: PackageManifest; masked: number } {
  const manifest = parsed(text);
  const masked = followChain(manifest);
  const files = new Map(manifest.files.map(({ name, sha256 }) => [name, sha256]));
  for (const item of manifest.items) {
    if (item.entry === null) continue;
    const named = files.get(item.entry);
    const { masked_values: values = 0, neutralised_cells: cells = 0 } = item.shared ?? {};
    const isMasked = values + cells > 0;
    if (named === undefined) throw listedWrongly("removed", nameOf(item));
    if (!isMasked && named !== item.sha256) throw listedWrongly("altered", nameOf(item));
  }
  // Last, because whatever was found before can be named.
  const { root, ...rest } = manifest;
  if (rootOf(rest) !== root) throw alteredManifest();
  return { manifest, masked };
}

/** The manifest itself is not as it was sealed, and it cannot be said where. */
export function alteredManifest(): Discrepancy {
  return new Discrepancy("altered", "manifest.json", "manifest.json was altered.");
}

function parsed(text: string): PackageManifest {
  try {
    const manifest = packageManifest.parse(JSON.parse(text));
    if (manifestText(manifest) === text) return manifest;
  } catch {
    throw alteredManifest();
  }
  throw alteredManifest();
}

function listedWrongly(kind: "altered" | "removed", name: string): Discrepancy {
  const sentence = `manifest.json was altered: the file of ${name} is not listed as it was sealed.`;
  return new Discrepancy(kind, name, sentence);
}
