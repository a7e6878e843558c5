import type { Config } from "vega-lite";

export const ink = "#1d2129";
const faint = "#667080";
const grid = "#e7e9ed";
export const bad = "#d55e00";
/** Told apart by people who see few colours, too (Okabe and Ito), the first ones most easily. */
export const palette = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#5b6472",
  "#f0e442",
];

export const chartWidth = 600;
export const chartPadding = { left: 16, right: 20, top: 14, bottom: 12 };

/** What every chart of values looks like. */
export const chartConfig: Config = {
  font: "Inter",
  view: { stroke: null },
  text: { fontSize: 12, color: ink },
  axis: {
    labelFontSize: 12,
    labelColor: faint,
    titleFontSize: 12,
    titleFontWeight: 400,
    titleColor: faint,
    gridColor: grid,
    domainColor: "#c9ced6",
    ticks: false,
    labelPadding: 6,
  },
  legend: {
    title: null,
    orient: "top",
    direction: "horizontal",
    columns: 4,
    labelFontSize: 12,
    labelColor: ink,
    labelLimit: 120,
    symbolType: "square",
    offset: 6,
  },
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: 17,
    fontWeight: 600,
    color: ink,
    subtitleFontSize: 13,
    subtitleColor: faint,
    subtitlePadding: 6,
    offset: 12,
  },
};

/** A text cut to a length, so that it stays inside the picture. */
export function clip(text: string, most: number): string {
  // Vega looks texts up in plain objects: `valueOf` would be found in every one of them.
  if (text in Object.prototype) return `${text} `;
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** A line longer than the values below it would make them narrower. */
const longestLine = 44;

/** A heading in at most two lines of a picture. */
export function heading(title: string): string[] {
  if (title in Object.prototype) return [clip(title, longestLine)];
  const words = clip(title, 2 * longestLine).split(" ");
  const first: string[] = [];
  while (words.length > 0 && [...first, words[0]].join(" ").length <= longestLine) {
    first.push(words.shift() ?? "");
  }
  if (first.length === 0) return [clip(title, longestLine)];
  return words.length === 0
    ? [first.join(" ")]
    : [first.join(" "), clip(words.join(" "), longestLine)];
}

/** An axis with room above the highest value for its number; one that shows nothing but zero is still an axis. */
export function roomFor(values: readonly (number | null)[]): [number, number] {
  const all = values.map((value) => value ?? 0);
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  if (low === high) return [0, 1];
  const room = (high - low) * 0.12;
  return [low === 0 ? 0 : low - room, high + room];
}

/** How numbers of this size are written on an axis or beside a bar: `1,204`, `13.4`, `48k`. */
export function numberFormat(values: readonly (number | null)[]): string {
  const most = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
  if (most >= 100_000) return ".3~s";
  return most >= 100 ? ",.0f" : ",.2~f";
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun"].concat([
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
]);

/** A label as short as it can be below an axis: `Oct 13`, `W43`, `Oct 2026`; names are cut. */
export function shortLabel(label: string, most = 26): string {
  const day = /^\d{4}-(\d{2})-(\d{2})$/.exec(label);
  if (day) return `${months[Number(day[1]) - 1] ?? ""} ${Number(day[2])}`;
  const month = /^(\d{4})-(\d{2})$/.exec(label);
  if (month) return `${months[Number(month[2]) - 1] ?? ""} ${month[1]}`;
  const week = /^\d{4}-(W\d{2})$/.exec(label);
  return week?.[1] ?? clip(label, most);
}
