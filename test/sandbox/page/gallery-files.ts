import { Resvg } from "@resvg/resvg-js";
import type { BoxFile } from "#sandbox/contract.ts";

const created = Date.UTC(2026, 10, 20, 9, 21) / 1000;

export const csvFile: BoxFile = {
  id: "F2",
  name: "acme_commissions_2026-10-01_2026-10-31_america-new-york_usd_20261120t091203z.csv",
  title: "Commissions",
  mimetype: "text/csv",
  size: 48_213,
  user: "B1",
  created,
};
export const jsonFile: BoxFile = {
  id: "F3",
  name: "manifest.json",
  title: "manifest.json",
  mimetype: "application/json",
  size: 812,
  user: "B1",
  created,
};
export const chartFile: BoxFile = {
  id: "F1",
  name: "waterfall.png",
  title: "Waterfall of the gap",
  mimetype: "image/png",
  size: 20_000,
  user: "B1",
  created,
};

const csvText = `commission_id,partner,status,amount,currency,created_at\n${Array.from(
  { length: 60 },
  (_, index) =>
    `cm_${index + 1},"Coupon, Harbour",paid,${(index * 7.31).toFixed(2)},USD,2026-10-${String((index % 28) + 1).padStart(2, "0")}T10:00:00Z`,
).join("\n")}\n`;

/** The bytes behind the files, by id. */
export function galleryFiles(): ReadonlyMap<
  string,
  { type: string; bytes: Uint8Array<ArrayBuffer> }
> {
  const chart = new Uint8Array(
    new Resvg(chartDrawing(), { fitTo: { mode: "width", value: 1200 } }).render().asPng(),
  );
  const bytes = (text: string) => new TextEncoder().encode(text);
  return new Map([
    ["F1", { type: "image/png", bytes: chart }],
    ["F2", { type: "text/csv", bytes: bytes(csvText) }],
    ["F3", { type: "application/json", bytes: bytes('{"rows":60,"sha256":"9f86d081884c7d65"}') }],
  ]);
}

function chartDrawing(): string {
  const bars = [120, 96, 60, 72, 30, 44].map(
    (height, index) =>
      `<rect x="${40 + index * 92}" y="${200 - height}" width="56" height="${height}" rx="4" fill="${index % 2 ? "#c0342f" : "#4752c4"}"/>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 240"><rect width="620" height="240" fill="#fff"/><path d="M24 200h572" stroke="#d3d2cd"/>${bars.join("")}</svg>`;
}
