import { expect, test } from "vitest";

import dns from "#probes/dns.ts";
import { lookBy, refusalsOf } from "./far-side.ts";
import { nameServer } from "./name-server.ts";

const name = "track.example";
const addresses = (...all: string[]) =>
  nameServer(() => all.map((data) => ({ type: "A", name, ttl: 5, data })));

test("records as they should be are up, each of them shown", async () => {
  const server = await addresses("192.0.2.2", "192.0.2.1");

  const seen = await lookBy(dns, { name, server, equals: ["192.0.2.1", "192.0.2.2"] });

  expect(seen.condition).toBe("up");
  expect(seen.facts).toEqual([
    ["A", "192.0.2.1"],
    ["A", "192.0.2.2"],
  ]);
});

test.each([
  [{ equals: ["192.0.2.1"] }, "192.0.2.2 is there too"],
  [{ equals: ["192.0.2.1", "192.0.2.2", "192.0.2.3"] }, "192.0.2.3 is missing"],
  [{ contains: ["192.0.2.9"] }, "192.0.2.9 is missing"],
])("%j that does not hold is told", async (wanted, words) => {
  const server = await addresses("192.0.2.1", "192.0.2.2");

  const seen = await lookBy(dns, { name, server, ...wanted });

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toContain(words);
});

test("a name whose records change is told at the next look", async () => {
  let data = "192.0.2.1";
  const server = await nameServer(() => [{ type: "A", name, ttl: 5, data }]);
  const look = () => lookBy(dns, { name, server, equals: ["192.0.2.1"] });

  expect((await look()).condition).toBe("up");
  data = "198.51.100.7";
  expect((await look()).text).toContain("192.0.2.1 is missing");
});

test("names are compared without case and last dot, and other types are read", async () => {
  const cname = await nameServer(() => [{ type: "CNAME", name, ttl: 5, data: "Edge.Example" }]);
  const mx = await nameServer(() => [
    { type: "MX", name, ttl: 5, data: { preference: 10, exchange: "mail.example" } },
  ]);
  const txt = await nameServer(() => [{ type: "TXT", name, ttl: 5, data: ["v=spf1 ", "-all"] }]);

  const looks = await Promise.all([
    lookBy(dns, { name, type: "CNAME", server: cname, equals: ["edge.example."] }),
    lookBy(dns, { name, type: "MX", server: mx, contains: ["10 mail.example"] }),
    lookBy(dns, { name, type: "TXT", server: txt, equals: ["v=spf1 -all"] }),
  ]);

  expect(looks.map(({ condition }) => condition)).toEqual(["up", "up", "up"]);
});

test.each([
  [3, "the name does not exist"],
  [2, "the name server failed"],
  [5, "the name server refused"],
])("a refusal by code %i is the platform's, in words", async (code, words) => {
  const server = await nameServer(() => code);

  const seen = await lookBy(dns, { name, server });

  expect(seen.condition).toBe("platform_down");
  expect(seen.text).toContain(words);
});

test("a name without such a record, and a server that is silent, are told", async () => {
  const empty = await addresses();
  const silent = await nameServer(() => null);

  expect((await lookBy(dns, { name, server: empty })).text).toContain("it has no such record");
  expect((await lookBy(dns, { name, server: silent }, { timeout: 150 })).text).toContain(
    "the name server did not answer",
  );
});

test("a name server inside our own network is not asked", async () => {
  const look = lookBy(dns, { name, server: "10.0.0.53" }, { allowed: [] });

  await expect(look).rejects.toThrow("10.0.0.53 is an address of a private network");
});

test("an address instead of a name is refused", () => {
  expect(refusalsOf(dns, { name: "https://a.example/" })).toEqual([
    "write a name, like track.example",
  ]);
});
