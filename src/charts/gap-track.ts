import type { Box, Label, Line, Shapes } from "#charts/shapes.ts";
import type { TimeAxis } from "#charts/time-axis.ts";
import { Decimal, displaySigned } from "#model/money.ts";
import type { DatedGap } from "#model/timeline.ts";

export const gapColors = { more: "#0072b2", less: "#d55e00", unexplained: "#a3327b" };
const ink = "#1d2129";
const faint = "#667080";
const grid = "#c9ced6";
const track = { head: 24, bars: 62 };
export const trackHeight = track.head + track.bars + 14;

interface Stack {
  more: Decimal;
  less: Decimal;
  /** Unexplained, either way. */
  openMore: Decimal;
  openLess: Decimal;
}

/** One comparison below the axis of days: above the line what adds to its gap on each day, below what takes from it. */
export function gapTrack(gap: DatedGap, axis: TimeAxis, top: number): Shapes {
  const stacks = stacksOf(gap, axis);
  const sums = [...stacks.values()].map(({ more, less, openMore, openLess }) => ({
    up: more.plus(openMore),
    down: less.plus(openLess),
  }));
  const highest = Decimal.max(0, ...sums.map(({ up }) => up));
  const lowest = Decimal.min(0, ...sums.map(({ down }) => down));
  const scale = track.bars / (highest.minus(lowest).toNumber() || 1);
  const zero = top + track.head + highest.toNumber() * scale;
  const [left, right] = [axis.startOf(0), axis.startOf(axis.bars)];
  const boxes = [...stacks].flatMap(([bar, stack]) => {
    const width = axis.startOf(1) - axis.startOf(0);
    const inset = Math.min(2, width * 0.12);
    const [x, x2] = [axis.startOf(bar) + inset, axis.startOf(bar + 1) - inset];
    const box = (from: Decimal, by: Decimal, color: string): Box[] => {
      if (by.isZero()) return [];
      // A day too small to see is drawn a unit and a half high.
      const height = Math.max(1.5, by.abs().toNumber() * scale) * (by.isNegative() ? 1 : -1);
      const y = zero - from.toNumber() * scale;
      return [{ x, x2, y, y2: y + height, color }];
    };
    return [
      ...box(new Decimal(0), stack.more, gapColors.more),
      ...box(stack.more, stack.openMore, gapColors.unexplained),
      ...box(new Decimal(0), stack.less, gapColors.less),
      ...box(stack.less, stack.openLess, gapColors.unexplained),
    ];
  });
  const lines: Line[] = [{ x: left, x2: right, y: zero, y2: zero, color: grid }];
  return {
    boxes,
    lines,
    labels: labelsOf(gap, { highest, lowest, scale, zero, left, right, top }),
  };
}

interface Extent {
  readonly highest: Decimal;
  readonly lowest: Decimal;
  readonly scale: number;
  readonly zero: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
}

function labelsOf({ title, gap, currency }: DatedGap, extent: Extent): Label[] {
  const { highest, lowest, scale, zero, left, right, top } = extent;
  const unit = currency === null ? "" : ` ${currency}`;
  const text = `Gap ${displaySigned(gap, currency)}${unit}`;
  const heading = { y: top + 9, color: ink, size: 13, weight: 600 };
  const beside = (y: number, said: string): Label[] => [
    { x: left - 6, y, text: said, color: faint, align: "right", size: 11 },
  ];
  const peaks = [highest, lowest]
    .filter((amount) => !amount.isZero())
    .flatMap((amount) => beside(zero - amount.toNumber() * scale, short(amount, currency)));
  // The nought gives way to a peak that would be written over it.
  const isFree = peaks.every(({ y }) => Math.abs(y - zero) >= 12);
  return [
    { ...heading, x: left, text: title },
    { ...heading, x: right, text, align: "right" },
    ...peaks,
    ...(isFree ? beside(zero, "0") : []),
  ];
}

/** A day's highest amount, without cents where there are hundreds. */
function short(amount: Decimal, currency: string | null): string {
  const isSmall = amount.abs().lessThan(100);
  return isSmall ? displaySigned(amount, currency) : displaySigned(amount.round(), null);
}

function stacksOf({ days }: DatedGap, { barOf }: TimeAxis): Map<number, Stack> {
  const none = new Decimal(0);
  const stacks = new Map<number, Stack>();
  for (const { day, cause, amount } of days) {
    if (day === null) continue;
    const bar = barOf(day);
    const stack = stacks.get(bar) ?? { more: none, less: none, openMore: none, openLess: none };
    const by = new Decimal(amount);
    const [up, down] =
      cause === null ? (["openMore", "openLess"] as const) : (["more", "less"] as const);
    const side = by.isNegative() ? down : up;
    stacks.set(bar, { ...stack, [side]: stack[side].plus(by) });
  }
  return stacks;
}
