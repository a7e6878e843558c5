/** Filters and date range where whoever shared a picture wrote both beside it, as `Filters: …` and `Date range: …`. */
export function pictureWords(text: string): Readonly<Record<string, string>> {
  const filters = /^\W*filters?\W*[:=]\s*(.+)$/im.exec(text)?.[1]?.trim();
  const range = /^\W*(?:date )?range\W*[:=]\s*(.+)$/im.exec(text)?.[1]?.trim();
  return filters && range ? { filters, date_range: range } : {};
}
