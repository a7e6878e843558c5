/** Hides what must not be read in a text, a message or a log. */
export interface Mask {
  /** From now on these are hidden; those of the same owner before them no longer matter. */
  readonly hide: (owner: string, secrets: readonly string[]) => void;
  readonly text: (text: string) => string;
  /** A value with every text in it masked, its keys left as they are. */
  readonly deep: <Value>(value: Value) => Value;
}

const shown = "•••";

/** A mask over secrets in every form that an answer may give them back in. */
export function openMask(secrets: readonly string[]): Mask {
  const owned = new Map<string, readonly string[]>([["", formsOf(secrets)]]);
  const text = (given: string): string => {
    let masked = given;
    for (const forms of owned.values()) {
      for (const form of forms) if (masked.includes(form)) masked = masked.replaceAll(form, shown);
    }
    return masked.includes("…") ? withoutRests(masked, [...owned.values()].flat()) : masked;
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deep(inner)]));
  };
  return {
    hide: (owner, hidden) => void owned.set(owner, formsOf(hidden)),
    text,
    deep: (value) => deep(value) as typeof value,
  };
}

/** Fewer characters than this of a secret may be any word's. */
const leastRest = 3;

/** Without what a cut has left of a secret: its beginning, before "…". */
function withoutRests(text: string, forms: readonly string[]): string {
  const [first = "", ...others] = text.split("…").toReversed();
  const before = others.map((part) => {
    const rests = forms.map((form) => restOf(part, form));
    const longest = Math.max(0, ...rests);
    return longest < leastRest ? part : `${part.slice(0, -longest)}${shown}`;
  });
  return [...before.toReversed(), first].join("…");
}

/** How many characters a text ends with that a secret begins with. */
function restOf(text: string, form: string): number {
  for (let length = Math.min(form.length, text.length); length >= leastRest; length -= 1) {
    if (text.endsWith(form.slice(0, length))) return length;
  }
  return 0;
}

/** As it is, in an address, in JSON, in Base64; the longest first, so that no rest of one is left. */
function formsOf(secrets: readonly string[]): string[] {
  const forms = secrets
    .filter((secret) => secret !== "")
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
      Buffer.from(secret).toString("base64"),
    ]);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}
