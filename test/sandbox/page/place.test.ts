import { expect, test } from "vitest";
import { addressOf, placeBehind, placeOf } from "#sandbox/page/place.ts";

test.each([
  ["#/C1", { channel: "C1", thread: null }],
  ["#/C1/1761.000100", { channel: "C1", thread: "1761.000100" }],
])("%j is a place, there and back", (hash, place) => {
  expect(placeOf(hash)).toEqual(place);
  expect(addressOf(place)).toBe(hash);
});

test("no address is no place", () => {
  expect(placeOf("")).toEqual({ channel: null, thread: null });
});

const origin = "http://127.0.0.1:4000";

test.each([
  ["/archives/C1/p1761000000000100", { channel: "C1", thread: "1761000000.000100" }],
  ["/archives/C1/p1761000009000100?thread_ts=1761.1", { channel: "C1", thread: "1761.1" }],
  ["/box/files/F1", null],
])("the permalink %s leads to its place", (path, place) => {
  expect(placeBehind(origin + path, origin)).toEqual(place);
});

test("a permalink of another workspace leads away", () => {
  expect(placeBehind("https://x.slack.com/archives/C1/p1761000000000100", origin)).toBeNull();
});
