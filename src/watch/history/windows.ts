import { spans } from "#model/history.ts";
import type { Keep, Span } from "#model/history.ts";
import { beginningOf } from "#watch/history/pages.ts";

/** A stretch of time, in milliseconds of UTC; its end is not part of it. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** A part of a window, and the span by which it is read. */
export interface Piece extends Window {
  readonly span: Span;
}

/** How a window is read: by days where it holds whole ones, else by hours, and by minutes at its edges; ends older than what is kept of them give way to the span above. */
export function piecesOf(window: Window, keep: Keep, now: number): Piece[] {
  const finest = (at: number): Span => {
    if (now - at <= keep.minutes) return "minute";
    return now - at <= keep.hours ? "hour" : "day";
  };
  const from = beginningOf(finest(window.from), window.from);
  const to = beginningOf(finest(window.to), window.to + spans[finest(window.to)] - 1);
  return divided({ from, to }, ["day", "hour", "minute"]);
}

/** The whole spans of a length, and at either side of them the shorter ones. */
function divided({ from, to }: Window, [span, ...shorter]: readonly Span[]): Piece[] {
  if (from >= to || span === undefined) return [];
  const first = beginningOf(span, from + spans[span] - 1);
  const last = beginningOf(span, to);
  if (first >= last) return divided({ from, to }, shorter);
  return [
    ...divided({ from, to: first }, shorter),
    { span, from: first, to: last },
    ...divided({ from: last, to }, shorter),
  ];
}
