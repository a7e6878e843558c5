import { expect, test } from "vitest";
import { ResponseAddresses } from "#sandbox/response-addresses.ts";

test("an address takes five answers", () => {
  const addresses = new ResponseAddresses(() => 0);
  const id = addresses.issue({ user: "U1", channel: "C1" });

  for (let use = 1; use <= 5; use += 1) expect(addresses.use(id).channel).toBe("C1");
  expect(() => addresses.use(id)).toThrow("used_url");
});

test("an address is gone after half an hour", () => {
  let now = 0;
  const addresses = new ResponseAddresses(() => now);
  const id = addresses.issue({ user: "U1", channel: "C1" });

  now = 30 * 60_000 + 1;

  expect(() => addresses.use(id)).toThrow("expired_url");
});
