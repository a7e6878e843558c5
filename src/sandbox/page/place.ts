/** Stands in place of a channel's id for the app's Home. */
export const appHome = "home";

/** Where a person is: a channel or the app's Home and, beside it, perhaps a thread; kept in the address so that Back and reload work. */
export interface Place {
  readonly channel: string | null;
  readonly thread: string | null;
}

export function placeOf(hash: string): Place {
  const [channel, thread] = hash.replace(/^#\/?/, "").split("/");
  return { channel: channel || null, thread: thread || null };
}

export function addressOf(place: Place): string {
  return `#/${place.channel ?? ""}${place.thread ? `/${place.thread}` : ""}`;
}

/** The place a permalink of this workspace leads to, so that it opens here and not in another window. */
export function placeBehind(url: string, origin: string): Place | null {
  const { pathname, searchParams, origin: theirs } = new URL(url);
  const parts = /^\/archives\/(\w+)\/p(\d+)(\d{6})$/.exec(pathname);
  if (theirs !== origin || !parts) return null;
  const [, channel = "", seconds, rest] = parts;
  return { channel, thread: searchParams.get("thread_ts") ?? `${seconds}.${rest}` };
}
