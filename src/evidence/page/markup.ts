/** Text that is HTML already. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/** HTML whose every value is escaped, unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const parts = strings.map((string, index) => `${string}${written(values[index] ?? "")}`);
  return new Markup(parts.join(""));
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return value.map(({ text }) => text).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters are shown as �, so that no value can turn the text around it. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (found) => (/[\n\t]/.test(found) ? found : "�"))
    .replaceAll(/[&<>"']/g, (found) => entities[found] ?? found);
}

/** An instant for a person: ISO 8601 without the T and the fractions, its offset kept. */
export function instant(at: string): string {
  return at
    .replace("T", " ")
    .replace(/\.\d+/, "")
    .replace(/Z$/, " UTC")
    .replace(/([+-]\d\d:\d\d)$/, " $1");
}
