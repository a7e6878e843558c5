import { expect, test } from "vitest";
import { recordsOf } from "#sandbox/page/files/records.ts";

test("the delimiter is the one the first line has most of", () => {
  expect(recordsOf("\uFEFFa;b;c\n1,5;2;3\n", true, 10)).toEqual([
    ["a", "b", "c"],
    ["1,5", "2", "3"],
  ]);
});

test("the line that was cut off is not shown", () => {
  expect(recordsOf("a,b\n1,2\n3,", false, 10)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
});

test("a damaged quote does not hide the rest", () => {
  expect(recordsOf('a,b\n1,x"y\n2,z\n', true, 10)).toHaveLength(3);
});
