const shapes = [
  String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{1,8000}?-----END [A-Z ]*PRIVATE KEY-----`,
  String.raw`\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}`,
  String.raw`\bxapp-[\w-]{8,}`,
  String.raw`\b(?:sk|rk|whsec)[_-](?:live_|test_|proj-)?[\w-]{12,}`,
  String.raw`\bgh[pousr]_\w{20,}`,
  String.raw`\bgithub_pat_\w{20,}`,
  String.raw`\bglpat-[\w-]{16,}`,
  String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
  String.raw`\bAIza[\w-]{30,}`,
  String.raw`\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?`,
  String.raw`\bhooks\.slack\.com/services/[\w/]+`,
];
const shaped = new RegExp(shapes.join("|"), "gi");
/** What makes the word after it a secret: an authorization, a name, the user of an address. */
const before = [
  String.raw`\b(?:Bearer|Basic)\s{1,4}(?=[\w.~+/-]{8})`,
  String.raw`\b(?:secret|token|password|passwd|api[_-]?key)["']?\s{0,2}[:=]\s{0,2}["']?(?=[^\s"',;[\]]{6})`,
  String.raw`:\/\/[^\s/:@]{0,60}:(?=[^\s/@[\]]{3,200}@)`,
];
const announced = new RegExp(`(${before.join("|")})([^\\s"',;@[\\]]+)`, "gi");
const long = /(?<![\w-])[\w-]{32,}={0,2}/g;

/** Replaces secrets: what is written like a known kind of token or key, stands where one is named, or is long and random. */
export function replaceSecrets(text: string, replace: (found: string) => string): string {
  return text
    .replaceAll(shaped, (found) => replace(found))
    .replaceAll(announced, (_, name: string, found: string) => name + replace(found))
    .replaceAll(long, (found) => (isRandom(found) ? replace(found) : found));
}

/** Ids and hashes are of one case; what mixes cases and digits without a pattern was drawn by chance. */
function isRandom(text: string): boolean {
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d.*\d/.test(text);
  return isMixed && bitsPerCharacter(text.slice(0, 200)) > 4;
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / text.length;
    return bits - share * Math.log2(share);
  }, 0);
}
