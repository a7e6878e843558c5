import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { expect, test } from "vitest";

import { gapWaterfall } from "#charts/gap-waterfall.ts";
import { renderPng } from "#charts/png.ts";

import { planted } from "./explanations.ts";

const spec = gapWaterfall(planted("312480.11", { payout_failed: "-1787.91", fee: "-2.50" }), {
  title: "Payouts against commissions",
  currency: "USD",
});

test("a chart is a PNG of two pixels per unit", async () => {
  const png = Buffer.from(await renderPng(spec));
  expect(png.subarray(0, 8).toString("hex")).toBe("89504e470d0a1a0a");
  expect(png.readUInt32BE(16)).toBe(1200);
  expect(png.readUInt32BE(20)).toBe(2 * (74 + 4 * 30 + 40));
});

test("the same chart has the same bytes, and another has others", async () => {
  const [first, second] = await Promise.all([renderPng(spec), renderPng(spec)]);
  expect(Buffer.compare(first, second)).toBe(0);
  const other = gapWaterfall(planted("312480.11", { fee: "-2.50" }), {
    title: "",
    currency: "USD",
  });
  expect(Buffer.compare(first, await renderPng(other))).not.toBe(0);
});

test("the event loop goes on while pictures are drawn", async () => {
  let turns = 0;
  let drawing = true;
  const pictures = Promise.all(Array.from({ length: 8 }, () => renderPng(spec))).then(() => {
    drawing = false;
  });
  while (drawing) {
    await new Promise((resolve) => setImmediate(resolve));
    turns += 1;
  }
  await pictures;
  expect(turns).toBeGreaterThan(100);
});

test("a specification that cannot be drawn rejects its own picture only", async () => {
  const broken = renderPng({ mark: "nonsense", encoding: {} } as unknown as typeof spec);
  const fetching = renderPng({ data: { url: "file:///etc/hostname" }, mark: "bar", encoding: {} });
  const good = renderPng(spec);
  await expect(broken).rejects.toThrow("The chart could not be drawn: ");
  await expect(fetching).rejects.toThrow("A chart must carry its data");
  expect((await good).length).toBeGreaterThan(1000);
});

test("an idle drawing thread does not keep the process alive", async () => {
  const program = `
    import { renderPng } from "#charts/png.ts";
    const png = await renderPng({ data: { values: [{ a: 1 }] }, mark: "bar", encoding: {} });
    console.log(png.length > 100 ? "drawn" : "empty");`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", program],
    { cwd: new URL("../../", import.meta.url), timeout: 20_000 },
  );
  expect(stdout.trim()).toBe("drawn");
});
