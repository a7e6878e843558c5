import { appendFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type } from "./command-line.ts";
import { writePrograms } from "./programs.ts";

let folder: string;
let remove: () => Promise<void>;

beforeAll(async () => {
  ({ folder, remove } = await writePrograms());
  for (const name of ["match", "refunded"]) {
    const books = `close: { repository: ./books-${name} }\n`;
    await appendFile(join(folder, `${name}.yml`), books);
  }
});

afterAll(() => remove());

const close = (config: string, ...words: string[]) =>
  type(folder, "close", "2026-01", "--config", config, ...words);

test("a month that matches is closed with 0, one with a gap with 1, and both are told as one document", async () => {
  const matched = await close("match.yml", "--preparer", "Maya Chen <maya@acme.example>", "--json");

  expect(matched.status).toBe(0);
  expect(JSON.parse(matched.output)).toMatchObject({
    month: "2026-01",
    closes: [
      {
        result: "closed",
        source: "acme",
        sign_off: { version: 1, prepared_by: "Maya Chen <maya@acme.example>", reviewed_by: [] },
        sheets: [{ program: "prog_1", currency: "USD", verdict: "match", gap: "0.00" }],
      },
    ],
  });
  expect(await close("match.yml")).toMatchObject({
    status: 0,
    output: expect.stringContaining("closed already, the same: version 1"),
  });
  expect(await close("refunded.yml")).toMatchObject({
    status: 1,
    output: expect.stringContaining('--reviewer "Name <mail>" --config refunded.yml adds'),
  });
});

test("what cannot be closed is refused with 2 and what to do", async () => {
  const refused = async (...words: string[]): Promise<string> => {
    const { status, said } = await type(folder, "close", ...words);
    expect(status).toBe(2);
    return said;
  };

  expect(await refused("2026-01", "--config", "short.yml")).toContain("add close: { repository");
  expect(await refused("January", "--config", "match.yml")).toContain("write it like 2026-10");
  const reviewed = ["--config", "match.yml", "--preparer", "M <m@x>", "--reviewer", "m <b@x>"];
  expect(await refused("2026-01", ...reviewed)).toContain("second person");
  expect(await refused("2026-02", "--config", "refunded.yml", "--diff")).toContain("not closed");
});
