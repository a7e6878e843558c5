/** The part of the amount axis a picture shows, as floats, good enough to draw with. */
export interface Span {
  readonly domain: [number, number];
  /** Where the bars of the totals begin: zero, or the edge nearest to it when the axis is cut. */
  readonly base: number;
  /** True when zero is not on the axis. */
  readonly cut: boolean;
}

/** Below this share of the totals, changes could not be seen on an axis that begins at zero. */
const leastShare = 0.25;

/** Chooses the axis for running totals: from zero, unless their changes would vanish beside them. */
export function spanOf(running: readonly number[]): Span {
  const low = Math.min(...running);
  const high = Math.max(...running);
  const range = high - low;
  const farthest = Math.max(Math.abs(low), Math.abs(high));
  const cut = low * high > 0 && range > 0 && range < leastShare * farthest;
  if (!cut) {
    const [from, to] = [Math.min(0, low), Math.max(0, high)];
    return { domain: from === to ? [0, 1] : [from, to], base: 0, cut };
  }
  const [near, far] = [range * 0.3, range * 0.04];
  const domain: [number, number] = low > 0 ? [low - near, high + far] : [low - far, high + near];
  return { domain, base: low > 0 ? domain[0] : domain[1], cut };
}
