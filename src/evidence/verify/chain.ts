import { chainedHash, noEvidence } from "#model/evidence-item.ts";
import type { PackageItem, PackageManifest } from "#evidence/package/manifest.ts";
import { Discrepancy } from "#evidence/verify/problem.ts";

/** Follows the chain of items from the first to the last; throws at the first item that does not continue it. Answers how many items cannot be followed, because their words are masked. */
export function followChain({ items, chain }: PackageManifest): number {
  let previous = noEvidence;
  let masked = 0;
  for (const [index, item] of items.entries()) {
    if (item.sequence !== index) throw misplaced(items, index);
    if ((item.shared?.masked_words ?? 0) > 0) masked += 1;
    else if (chainedHash(previous, item) !== item.hash) throw broken(items, index, previous);
    previous = item.hash;
  }
  if (previous === chain) return masked;
  throw new Discrepancy(
    "removed",
    null,
    `The last item is not the one manifest.json ends its chain with: items after ${nameOf(items.at(-1))} were removed, or that hash was altered.`,
  );
}

/** What an item is called in a sentence. */
export function nameOf(item: PackageItem | undefined): string {
  return item ? `item ${item.sequence} (${item.file ?? item.title})` : "the beginning";
}

function misplaced(items: readonly PackageItem[], index: number): Discrepancy {
  const item = items[index];
  const name = nameOf(item);
  const isLater = items.some(({ sequence }, at) => at > index && sequence === index);
  if (isLater) {
    return new Discrepancy("reordered", name, `In manifest.json ${name} stands in place ${index}.`);
  }
  const sentence = `In manifest.json item ${index} was removed: ${name} stands in its place.`;
  return new Discrepancy("removed", `item ${index}`, sentence);
}

/** The chain breaks at an item: was it altered, put in, moved, or is the one before it gone? */
function broken(items: readonly PackageItem[], index: number, previous: string): Discrepancy {
  const item = items[index];
  const next = items[index + 1];
  const name = nameOf(item);
  if (item && items.some(({ hash }) => chainedHash(hash, item) === item.hash)) {
    return new Discrepancy("reordered", name, `In manifest.json ${name} was moved.`);
  }
  if (next && chainedHash(previous, next) === next.hash) {
    return new Discrepancy("added", name, `In manifest.json ${name} was added.`);
  }
  const sentence = `In manifest.json ${name} was altered, or an item before it was removed: it does not continue the chain.`;
  return new Discrepancy("altered", name, sentence);
}
