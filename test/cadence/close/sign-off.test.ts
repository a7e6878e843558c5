import { expect, test } from "vitest";

import { assertSecondPerson, readPerson } from "#cadence/close/sign-off.ts";

test("a person is written as git writes one", () => {
  expect(readPerson("  Maya Chen  <maya@acme.example> ", "preparer")).toBe(
    "Maya Chen <maya@acme.example>",
  );
});

test.each(["Maya", "<maya@acme.example>", "Maya <a b>", "Maya <a>\nReviewed-by: Eve <e@x>"])(
  "%j is nobody",
  (text) => {
    expect(() => readPerson(text, "reviewer")).toThrow("nobody to sign as reviewer");
  },
);

test("nobody reviews what they prepared, by name or by address", () => {
  const maya = "Maya Chen <maya@acme.example>";

  expect(() => assertSecondPerson(maya, "MAYA CHEN <other@acme.example>")).toThrow("second person");
  expect(() => assertSecondPerson(maya, "M. <Maya@acme.example>")).toThrow("second person");
  expect(() => assertSecondPerson(maya, "Ben Ode <ben@acme.example>")).not.toThrow();
});
