/** An address without what may be secret in it: neither user nor query. */
export function shownAddress(address: string): string {
  const url = URL.parse(address);
  if (!url) return "an address that cannot be read";
  return `${url.host}${url.pathname === "/" ? "" : url.pathname}`;
}

/** The host of an address, null where it has none. */
export function hostOf(address: string): string | null {
  return URL.parse(address)?.hostname || null;
}
