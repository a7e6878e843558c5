import { expect, test } from "vitest";

import { printable, printableJson } from "#terminal/printable.ts";

test("an id cannot clear the screen, rename the window or turn the text around", () => {
  expect(printable("\u001b]0;owned\u0007\u001b[2Jred \u202Eabc")).toBe("�]0;owned��[2Jred �abc");
  expect(printable("two\nlines, zwölf €")).toBe("two\nlines, zwölf €");
});

test("a JSON document says the same without steering the terminal", () => {
  const value = { id: "po_\u202E1\u009B2J\u007F", note: "zwölf €\n" };
  const document = printableJson(JSON.stringify(value, null, 2));

  expect(document).toContain(String.raw`po_\u202e1\u009b2J\u007f`);
  expect(JSON.parse(document)).toEqual(value);
});
