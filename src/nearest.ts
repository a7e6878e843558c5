import { closest, distance } from "fastest-levenshtein";

/** The known word a person most likely meant, or null when none is near enough to suggest. */
export function nearest(word: string, known: readonly string[]): string | null {
  if (known.length === 0) return null;
  const best = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), best) <= Math.max(2, Math.ceil(best.length / 3))
    ? best
    : null;
}

/** ` Did you mean x?`, or the list of what is known. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? ` Did you mean ${near}?` : ` Known: ${known.join(", ") || "none"}.`;
}
