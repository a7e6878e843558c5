import { createServer } from "node:https";
import { createServer as createRaw } from "node:net";

import { beforeAll, expect, test } from "vitest";

import certificate from "#probes/certificate.ts";
import { authority, selfSigned } from "./authority.ts";
import type { Authority, Pair } from "./authority.ts";
import { listening, lookBy, nobody, refusalsOf } from "./far-side.ts";

let issuer: Authority;
beforeAll(async () => {
  issuer = await authority();
});

async function showing(pair: Pair): Promise<string> {
  const server = createServer(pair, (_, response) => void response.writeHead(404).end());
  return `127.0.0.1:${await listening(server)}`;
}

const lookAt = (host: string, settings: object = {}, timeout = 2000) =>
  lookBy(certificate, { host, ...settings }, { secure: issuer.trust, timeout });

test("a certificate that ends late enough is up, whatever is answered", async () => {
  const seen = await lookAt(await showing(await issuer.sign({ to: 30 })));

  expect(seen.condition).toBe("up");
  expect(seen.certificateDays).toBeCloseTo(30, 1);
  expect(seen.facts).toContainEqual(["issuer", "Test Authority"]);
});

test("one that ends too soon is told by its days", async () => {
  const seen = await lookAt(await showing(await issuer.sign({ to: 5 })));

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toMatch(/is not as it must be: it ends in 5\.0 days\.$/);
});

test("names and issuer are compared where they are set", async () => {
  const host = await showing(await issuer.sign());

  expect((await lookAt(host, { names: ["pay.example"] })).text).toContain("it is for");
  expect((await lookAt(host, { issuer: "Other" })).text).toContain('issued by "Test Authority"');
});

test.each([
  ["expired", () => issuer.sign({ to: -1 }), "its certificate has expired"],
  ["not valid yet", () => issuer.sign({ from: 1 }), "its certificate is not valid yet"],
  ["self-signed", selfSigned, "its certificate is self-signed"],
  [
    "for another name",
    () => issuer.sign({ names: [{ type: "dns", value: "other.example" }] }),
    "its certificate is for another name",
  ],
])("one that is %s is down, by name", async (_, make, reason) => {
  const seen = await lookAt(await showing(await make()));

  expect(seen.condition).toBe("platform_down");
  expect(seen.text).toContain(reason);
});

test("a server that does not speak TLS, hangs in it, or is not there is down", async () => {
  const plain = createRaw((socket) => socket.on("error", () => undefined).end("SSH-2.0\r\n"));
  const hang = createRaw((socket) => socket.on("error", () => undefined));

  expect((await lookAt(`127.0.0.1:${await listening(plain)}`)).condition).toBe("platform_down");
  expect((await lookAt(`127.0.0.1:${await listening(hang)}`, {}, 150)).text).toContain(
    "no TLS handshake in time",
  );
  expect((await lookAt(new URL(await nobody()).host)).text).toContain("connection refused");
});

test("an address instead of a host is refused", () => {
  expect(refusalsOf(certificate, { host: "https://shop.example/" })).toEqual([
    "write a host, like shop.example or shop.example:8443",
  ]);
});
