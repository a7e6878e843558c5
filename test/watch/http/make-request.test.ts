import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createRaw } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { Readable } from "node:stream";
import { createSecureContext } from "node:tls";
import { gzipSync } from "node:zlib";

import { afterEach, expect, test } from "vitest";

import { isFault } from "#probe.ts";
import { resolverOf } from "#watch/http/address-guard.ts";
import { makeRequest } from "#watch/http/make-request.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const serving = (answer: RequestListener) => listening(createServer(answer));
const speaking = (talk: (socket: Socket) => void) =>
  listening(
    createRaw((socket) => {
      // The near side gives up as it likes.
      socket.on("error", () => undefined);
      talk(socket);
    }),
  );

const asked = {
  method: "GET",
  headers: {},
  body: null,
  credential: null,
  bodyLimit: 1000,
} as const;

function* repeating(text: string): Generator<string> {
  for (;;) yield text;
}

function request(url: string, timeout = 2000, allowed = ["127.0.0.0/8"]) {
  return makeRequest(
    { ...asked, url },
    {
      resolve: resolverOf(allowed),
      secure: createSecureContext(),
      clock: () => performance.now(),
      now: () => "2026-11-01T00:00:00Z",
      timeout,
      signal: new AbortController().signal,
    },
  );
}

test("an answer has its status, headers, body and the milliseconds of each phase", async () => {
  const port = await serving((_, response) => {
    response.writeHead(201, { "x-one": "1", "set-cookie": ["a=1", "b=2"] }).end("made");
  });

  const answer = await request(`http://127.0.0.1:${port}/a?b=c`);

  if (isFault(answer)) throw new Error(answer.reason);
  expect(answer.status).toBe(201);
  expect(answer.headers).toMatchObject({ "x-one": "1", "set-cookie": "a=1\nb=2" });
  expect(Buffer.from(answer.body).toString()).toBe("made");
  const { dns, connect, tls, firstByte, body } = answer.phases;
  expect([dns, connect, firstByte, body].every((phase) => (phase ?? -1) >= 0)).toBe(true);
  expect(tls).toBeNull();
  expect(answer.address).toBe("127.0.0.1");
});

test("each request has a connection of its own", async () => {
  const ports = new Set<number | undefined>();
  const port = await serving(({ socket }, response) => {
    ports.add(socket.remotePort);
    response.end();
  });

  await request(`http://127.0.0.1:${port}/`);
  await request(`http://127.0.0.1:${port}/`);

  expect(ports.size).toBe(2);
});

test("a redirect is an answer, not followed", async () => {
  const port = await serving((_, response) => {
    response.writeHead(302, { location: "http://10.0.0.1/" }).end();
  });

  expect(await request(`http://127.0.0.1:${port}/`)).toMatchObject({ status: 302 });
});

test("no more of a body is read than its limit", async () => {
  const port = await serving((_, response) => {
    const endless = Readable.from(repeating("x".repeat(10_000)));
    endless.pipe(response);
    response.on("close", () => endless.destroy());
  });

  const answer = await request(`http://127.0.0.1:${port}/`);

  if (isFault(answer)) throw new Error(answer.reason);
  expect([answer.body.length, answer.truncated]).toEqual([1000, true]);
});

test("a refused connection says so, in its phase", async () => {
  const port = await speaking(() => {});
  servers.splice(0)[0]?.close();

  expect(await request(`http://127.0.0.1:${port}/`)).toMatchObject({
    phase: "connect",
    reason: "connection refused",
    timedOut: false,
  });
});

test("a name that does not exist is the name server's matter", async () => {
  expect(await request("http://nowhere.invalid/")).toMatchObject({ phase: "dns", isOurs: false });
});

test("a far side that takes the request and is silent is given up in time", async () => {
  const port = await speaking(() => {});

  expect(await request(`http://127.0.0.1:${port}/`, 150)).toMatchObject({
    phase: "first_byte",
    reason: "no answer in time",
    timedOut: true,
  });
});

test("an answer that never ends is given up in its body", async () => {
  const port = await serving((_, response) => {
    response.writeHead(200, { "content-length": "500" }).write("half");
  });

  expect(await request(`http://127.0.0.1:${port}/`, 200)).toMatchObject({
    phase: "body",
    timedOut: true,
  });
});

test("a connection that is reset, and one that speaks no HTTP, say so", async () => {
  const reset = await speaking((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const garbage = await speaking((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));

  expect(await request(`http://127.0.0.1:${reset}/`)).toMatchObject({ phase: "first_byte" });
  expect(await request(`http://127.0.0.1:${garbage}/`)).toMatchObject({
    reason: "it does not speak HTTP",
  });
});

test.each(["http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/", "http://10.1.2.3/"])(
  "%s is refused unless the configuration allows it",
  async (url) => {
    expect(await request(url, 500, [])).toMatchObject({ phase: "address", isOurs: true });
  },
);

test.each(["http://[::ffff:127.0.0.1]/", "http://0x7f000001/", "http://localhost/"])(
  "%s is the same address in other words",
  async (url) => {
    expect(await request(url, 500, [])).toMatchObject({ phase: "address", isOurs: true });
  },
);

test("a compressed body is read as it was, and no more of it than its limit", async () => {
  const bomb = gzipSync("x".repeat(5_000_000));
  const port = await serving((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end(bomb);
  });

  const answer = await request(`http://127.0.0.1:${port}/`);

  if (isFault(answer)) throw new Error(answer.reason);
  expect([Buffer.from(answer.body).toString(), answer.truncated]).toEqual(["x".repeat(1000), true]);
});

test.each(["gzip", "br", "zstd", "deflate"])(
  "a body that is said to be %s and is not is a fault of the body",
  async (encoding) => {
    const port = await serving((_, response) => {
      response.writeHead(200, { "content-encoding": encoding }).end("plain words, not compressed");
    });

    expect(await request(`http://127.0.0.1:${port}/`)).toMatchObject({
      phase: "body",
      reason: "its body is not compressed as its content-encoding says",
    });
  },
);

test("a compressed body that is cut off says so", async () => {
  const port = await serving((_, response) => {
    response.writeHead(200, { "content-encoding": "gzip" });
    response.end(gzipSync("words that were compressed").subarray(0, 20));
  });

  expect(await request(`http://127.0.0.1:${port}/`)).toMatchObject({
    phase: "body",
    reason: "its compressed body is cut off",
  });
});
