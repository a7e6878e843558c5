/** A JSON object among blocks, whatever it is. */
export type Part = Readonly<Record<string, unknown>>;

/** Every object in a value with its JSON pointer, the outermost first. */
export function* parts(value: unknown, pointer: string): Generator<[part: Part, pointer: string]> {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) yield [value as Part, pointer];
  for (const [key, inner] of Object.entries(value)) yield* parts(inner, `${pointer}/${key}`);
}

/** Number of characters people read in blocks: texts, titles, captions, labels of anything in them. */
export function textLength(blocks: unknown): number {
  let length = 0;
  for (const [part] of parts(blocks, ""))
    for (const key of ["text", "title", "caption"]) {
      const text = part[key];
      if (typeof text === "string") length += text.length;
    }
  return length;
}
