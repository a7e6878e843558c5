import { z } from "zod";

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof units;

/** A length of time as people write it, `30s` or `5m`, read as milliseconds. */
export const duration = z
  .string("write a length of time like 30s, 5m or 2h")
  .regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, "write a length of time like 500ms, 30s, 5m, 2h or 1d")
  .transform((text) => {
    const [, number = "0", unit = "s"] = /^([\d.]+)(\w+)$/.exec(text) ?? [];
    return Math.round(Number(number) * units[unit as Unit]);
  });

/** Milliseconds for people, in the unit that says most with least: `250 ms`, `1.2 s`, `5 m`, `3 d`. */
export function displayDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const names = ["d", "h", "m", "s"] as const;
  const unit = names.find((name) => milliseconds >= units[name] * (name === "s" ? 1 : 2)) ?? "s";
  const rounded = (milliseconds / units[unit]).toFixed(1).replace(/\.0$/, "");
  return `${rounded} ${unit}`;
}

const longUnits = [
  ["d", units.d],
  ["h", units.h],
  ["min", units.m],
  ["s", units.s],
] as const;

/** How long something lasted, in two units at most: `45 s`, `2 min 51 s`, `12 min`, `1 h 32 min`, `2 d 3 h`. */
export function displayLength(milliseconds: number): string {
  const whole = Math.max(0, milliseconds);
  const at = longUnits.findIndex(([, length]) => whole >= length);
  const [name, length] = longUnits[at] ?? ["s", units.s];
  const count = Math.floor(whole / length);
  // Of many minutes the seconds say nothing any more.
  const next = name === "min" && count >= 10 ? undefined : longUnits[at + 1];
  const rest = next ? Math.floor((whole % length) / next[1]) : 0;
  return next && rest > 0 ? `${count} ${name} ${rest} ${next[0]}` : `${count} ${name}`;
}
