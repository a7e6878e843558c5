import { expect, test } from "vitest";

import { lines, read } from "./reading.ts";

const header = "commission_id,status,amount,currency,created_at,type";

const marks: readonly (readonly [name: string, mark: string])[] = [
  ["a space", " "],
  ["a tab", "\t"],
  ["a line feed", "\n"],
  ["a carriage return", "\r"],
  ["a no-break space", "\u00a0"],
  ["a byte order mark", "\ufeff"],
];

test.each(marks)(
  "%s around a value is not part of it, though the file has no other",
  async (_name, mark) => {
    const { rows, manifest } = await read({
      files: {
        "a.csv": lines(
          header,
          `"cm_1","paid${mark}","${mark}1.50${mark}",USD,"${mark}2026-10-01T00:00:00Z","${mark}sale${mark}"`,
          `cm_2,paid,1.50,USD,2026-10-01T00:00:00Z,sale`,
        ),
      },
    });
    expect(manifest).toMatchObject({ rows: 2, rejected: 0, findings: [] });
    const [first, second] = rows;
    expect({ ...first, commission_id: "cm_2" }).toEqual(second);
  },
);

test.each([
  ["a vertical tab", "\v"],
  ["a form feed", "\f"],
])(
  "%s where a time has a digit makes it no time, though the file has no other",
  async (_name, mark) => {
    const { manifest } = await read({
      files: { "a.csv": lines(header, `cm_1,paid,1.50,USD,2026-10-01T${mark}0:00:00Z,sale`) },
    });
    expect(manifest).toMatchObject({ rejected: 1, rejects: [{ line: 2, column: "created_at" }] });
  },
);

test("white space that begins far behind the head is still found", async () => {
  const many = Array.from(
    { length: 30_000 },
    (_, at) => `cm_${at},paid,1.50,USD,2026-10-01T00:00:00Z,sale`,
  );
  const { rows } = await read({
    files: { "a.csv": lines(header, ...many, "cm_a ,paid,1.50,USD,2026-10-01T00:00:00Z,sale ") },
  });
  expect(rows.at(-1)).toMatchObject({ commission_id: "cm_a", type: "sale" });
});
