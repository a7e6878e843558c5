import { expect, test } from "vitest";
import { sizeText } from "#sandbox/page/files/size.ts";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [48_213, "48.2 kB"],
  [123_456_789, "123 MB"],
])("%i bytes read as %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
