/** A number of things: `1 click`, `1,204 clicks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? noun : plural}`;
}

/** A share for people: `21%`, `3.4%` below ten, never more digits than that. */
export function percent(share: number): string {
  const value = share * 100;
  const digits = Math.abs(value) < 10 ? 1 : 0;
  return `${Number(value.toFixed(digits)).toLocaleString("en-US")}%`;
}

/** Names in a sentence, no more than so many: `a, b and 3 more`; `all` where these are only the first of so many. */
export function listed(names: readonly string[], most = 3, all = names.length): string {
  if (all > most + 1) {
    return `${names.slice(0, most).join(", ")} and ${(all - most).toLocaleString("en-US")} more`;
  }
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
