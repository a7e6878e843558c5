import type { Label } from "#charts/shapes.ts";
import type { TimeAxis } from "#charts/time-axis.ts";
import { dayOfChange } from "#model/timeline.ts";
import type { Timeline } from "#model/timeline.ts";

export const laneHeight = 17;
const mostLanes = 6;
const ink = "#1d2129";
/** About how wide a letter of a label is drawn. */
const letter = 6.6;
const longest = 28;

interface Mark {
  readonly x: number;
  readonly y: number;
}

export interface ChangeLabels {
  readonly labels: readonly Label[];
  /** Where the line of each day with changes begins. */
  readonly marks: readonly Mark[];
  readonly lanes: number;
}

/** Names the modules changed, each day's at its own line, in so many lanes that none is written over another. */
export function changeLabels(
  { changes, window }: Timeline,
  axis: TimeAxis,
  [left, right]: readonly [number, number],
): ChangeLabels {
  const byDay = new Map<string, { at: string; modules: Set<string> }>();
  for (const change of changes ?? []) {
    const day = dayOfChange(change, window);
    const known = byDay.get(day) ?? { at: change.at, modules: new Set() };
    byDay.set(day, { at: known.at, modules: known.modules.add(shownModule(change.module)) });
  }
  const ends: number[] = [];
  const labels: Label[] = [];
  const marks: Mark[] = [];
  for (const { at, modules } of byDay.values()) {
    const x = axis.at(at);
    const text = cut([...modules].join(", "));
    const size = text.length * letter + 10;
    const isLeft = x + size > right && x - size > left;
    const [from, to] = isLeft ? [x - size, x] : [x, x + size];
    const free = ends.findIndex((end) => end <= from);
    const lane = free < 0 ? ends.length : free;
    const y = 62 + Math.min(lane, mostLanes) * laneHeight;
    marks.push({ x, y });
    if (lane >= mostLanes) continue;
    ends[lane] = to;
    const place = isLeft ? { x: x - 4, align: "right" as const } : { x: x + 4 };
    labels.push({ ...place, y: y + laneHeight / 2 + 4, text, color: ink });
  }
  return { labels, marks, lanes: Math.min(ends.length, mostLanes) };
}

/** A picture cannot be masked: only words are drawn, never what could be an address or a key. */
function shownModule(module: string): string {
  return /^[\p{L} _-]{1,24}$/u.test(module) ? module.toLowerCase() : "other";
}

function cut(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).trimEnd()}…`;
}
