/** The host that an address names, as SQL: in lower case, without scheme, `www.`, port and path; NULL of none. */
export function hostSql(address: string): string {
  return `nullif(regexp_extract(lower(trim(${address})), '^(?:(?:[a-z][a-z0-9+.-]*:)?//)?(?:www\\.)?([^/?#:\\s]+)', 1), '')`;
}

/** Whether a host is one of a list of them, or below one; a word without a dot is any part of it: `google` is google.de. */
export function isHostOf(host: string, sources: string): string {
  return `len(list_filter(${sources}, lambda source: ${host} = source OR suffix(${host}, '.' || source)
    OR (NOT contains(source, '.') AND contains('.' || ${host} || '.', '.' || source || '.')))) > 0`;
}
