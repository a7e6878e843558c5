/** Everything a person reads in some blocks, in order; people and emoji by their names. */
export function wordsOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOf).join("");
  if (typeof value !== "object" || value === null) return "";
  const part = value as Record<string, unknown>;
  if (part["type"] === "user") return `@${String(part["user_id"])}`;
  if (part["type"] === "emoji") return `:${String(part["name"])}:`;
  const ends = ["rich_text_section", "section", "plan", "task_card", "button"];
  const own = ["title", "caption", "text"]
    .map((key) => part[key])
    .map((text) => (typeof text === "string" ? text : wordsOf(text)))
    .join("");
  const below = ["tasks", "output", "elements", "rows", "fields"].map((key) => wordsOf(part[key]));
  return `${own}${own && part["tasks"] ? "\n" : ""}${below.join("")}${ends.includes(String(part["type"])) ? "\n" : ""}`;
}
