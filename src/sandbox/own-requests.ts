const ownHosts = new Set(["127.0.0.1", "localhost", "[::1]"]);

interface Asked {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** The browser's own word on who asks (Sec-Fetch-Site). */
  readonly site: string | undefined;
}

/** True for requests of this server's own page and of programs on this machine; a web page elsewhere must not reach it. */
export function isOwn({ method, host, origin, site }: Asked): boolean {
  if (host === undefined || !ownHosts.has(host.replace(/:\d+$/, ""))) return false;
  if (origin !== undefined) return origin === `http://${host}`;
  // A link from elsewhere may open the page, but nothing from elsewhere may do or embed anything.
  return site === undefined || site === "same-origin" || site === "none" || method === "GET";
}
