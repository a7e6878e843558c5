/** Amounts as whole thousandths, which a number holds exactly; this program has no finer ones. */
export type Thousandths = number;

/** A value that is not what its column holds; such a record is left out and counted. */
export class Unreadable extends Error {}

/** An amount of at most three decimal places, exactly. */
export function thousandths(text: string): Thousandths {
  const [, sign, whole = "", fraction = ""] = /^(-?)(\d{1,11})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (whole === "") throw new Unreadable(`"${text}" is not an amount`);
  const size = Number(whole) * 1000 + Number(fraction.padEnd(3, "0"));
  return sign === "-" ? -size : size;
}

/** An instant in UTC as milliseconds. */
export function instant(text: string): number {
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Unreadable(`"${text}" is not a time`);
  return at;
}

/** A value that every record needs. */
export function given(text: string | undefined): string {
  if (!text) throw new Unreadable("a value is missing");
  return text;
}
