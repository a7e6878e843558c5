import { once } from "node:events";
import { get } from "node:http";
import type { IncomingMessage } from "node:http";
import { networkInterfaces } from "node:os";

import { expect, test } from "vitest";

import { openSandbox } from "./open-sandbox.ts";

/** Another address of this machine, as a container's published port would come by. */
const elsewhere =
  Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === "IPv4" && !one.internal)?.address ?? "127.0.0.2";

async function statusAt(url: string, host: string): Promise<number | undefined> {
  const { port } = new URL(url);
  const request = get({ host: elsewhere, port, path: "/", headers: { host } });
  const [response] = (await once(request, "response")) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test("a box in a container is reached by its published port, and still by no other name", async () => {
  const { url } = await openSandbox({ host: "0.0.0.0" });

  expect(new URL(url).hostname).toBe("127.0.0.1");
  expect(await statusAt(url, "localhost:8080")).toBe(200);
  expect(await statusAt(url, "evil.example")).toBe(403);
});

test("a box is reached from this machine alone unless told otherwise", async () => {
  const { url } = await openSandbox();

  await expect(statusAt(url, "localhost")).rejects.toThrow("ECONNREFUSED");
});
