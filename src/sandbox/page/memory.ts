/** What this browser remembers of its reader; without storage (private windows) it forgets on reload. */
export function remembered(key: string): string | null {
  try {
    return localStorage.getItem(`countercheck:${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`countercheck:${key}`, value);
  } catch {
    // A full or forbidden storage costs a reader nothing but an unread dot.
  }
}
