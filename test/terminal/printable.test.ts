import { expect, test } from "vitest";

import { printable } from "#terminal/printable.ts";

test("an id cannot clear the screen, rename the window or turn the text around", () => {
  expect(printable("\u001b]0;owned\u0007\u001b[2Jred \u202Eabc")).toBe("�]0;owned��[2Jred �abc");
  expect(printable("two\nlines, zwölf €")).toBe("two\nlines, zwölf €");
});
