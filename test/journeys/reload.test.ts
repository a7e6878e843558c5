import { appendFile, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, onTestFinished, test, vi } from "vitest";

import { ownProgram } from "./own-program.ts";
import { dataFolder, Program } from "./program.ts";

/** Milliseconds; a busy machine takes its time. */
const patience = 120_000;

/** A far side that is up, and counts who asks for what. */
async function farSide(): Promise<{ readonly url: string; readonly asked: Map<string, number> }> {
  const asked = new Map<string, number>();
  const server = createServer(({ url = "" }, response) => {
    asked.set(url, (asked.get(url) ?? 0) + 1);
    response.end("ok");
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** A port that nobody has. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test(
  "a changed configuration is taken over by SIGHUP, endpoint by endpoint, and one with a mistake is not",
  async () => {
    const { url, asked } = await farSide();
    const front = `http://127.0.0.1:${await freePort()}`;
    const endpoint = (name: string) =>
      `  ${name}: { kind: http, url: "${url}/${name}", interval: 1s, assert: [{ status: 200 }] }\n`;
    const watch = `watch: { allow_private: [127.0.0.0/8], listen: "${front.slice(7)}" }\nendpoints:\n`;
    const data = await dataFolder();
    const config = await ownProgram(data, { runbooks: {}, config: watch + endpoint("first") });
    const program = await Program.start({ data, config });
    const up = async (): Promise<string[]> => {
      const text = await (await fetch(`${front}/metrics`)).text();
      return [...text.matchAll(/endpoint_up\{endpoint="(\w+)"\} 1/g)].map(([, name = ""]) => name);
    };
    const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: patience });

    expect((await fetch(`${front}/readyz`)).status).toBe(200);
    await until(async () => expect(await up()).toEqual(["first"]));

    await appendFile(config, endpoint("second"));
    program.reload();
    await until(async () => expect((await up()).toSorted()).toEqual(["first", "second"]));

    const right = await readFile(config, "utf8");
    await writeFile(config, right.replace("interval: 1s", "interval: soon"));
    program.reload();
    const known = asked.get("/first") ?? 0;
    await until(async () => expect(asked.get("/first")).toBeGreaterThan(known + 2));

    await writeFile(config, right.replace(endpoint("first"), ""));
    program.reload();
    await until(async () => expect(await up()).toEqual(["second"]));
    const { said } = await program.stop();
    expect(said).toContain("the endpoints stay as they were");
    expect(said).toContain("endpoints.first.interval");
  },
  patience,
);
