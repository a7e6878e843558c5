import { expect, test } from "vitest";
import { Triggers } from "#sandbox/triggers.ts";

test("a trigger works once, within 3 seconds, for the one who acted", () => {
  let now = 0;
  const triggers = new Triggers(() => now);
  const [first, second] = [triggers.issue("U1"), triggers.issue("U2")];

  expect(triggers.exchange(first)).toBe("U1");
  expect(() => triggers.exchange(first)).toThrow("exchanged_trigger_id");
  now = 3001;
  expect(() => triggers.exchange(second)).toThrow("expired_trigger_id");
  expect(() => triggers.exchange("1.2.x")).toThrow("invalid_trigger_id");
});
