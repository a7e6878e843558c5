/** Text that JSON, PostgreSQL and Slack all accept: no control characters, no half characters. */
export function storable(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\r\n", "\n")
    .replaceAll(/[^\P{Cc}\t\n]/gu, "\uFFFD");
}

/** JSON of what a stranger may have written a part of, as PostgreSQL keeps it. */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === "string" ? storable(each) : each,
  );
}
