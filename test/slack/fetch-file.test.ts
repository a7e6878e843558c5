import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { readFile } from "node:fs/promises";

import { WebClient } from "@slack/web-api";
import { expect, onTestFinished, test } from "vitest";

import { openDiskArtifacts } from "#exports/disk-artifacts.ts";
import { clientOptions } from "#slack/client-options.ts";
import { fetchFile } from "#slack/fetch-file.ts";
import { temporaryFolder } from "../sandbox/open-sandbox.ts";
import { quiet } from "./open-store.ts";

type File = Readonly<Record<string, unknown>>;
const whole = { name: "a.png", mimetype: "image/png", size: 3 };

/** Slack as far as one file goes: what it says of it, and what its address answers. */
async function open(
  file: File,
  download: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    void response.end("abc"),
) {
  const heard: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    const { headers, url } = request;
    if (url === "/files/a.png") {
      heard.push(headers.authorization);
      return download(request, response);
    }
    const address = { url_private: `http://${headers.host}/files/a.png` };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ ok: true, file: { id: "F1", ...address, ...file } }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = new WebClient("xoxb-1", clientOptions(`http://127.0.0.1:${port}/`, quiet));
  const artifacts = await openDiskArtifacts(await temporaryFolder());
  return { heard, fetched: () => fetchFile("F1", { client, artifacts }) };
}

test("a file's bytes arrive as they are, asked for by the bot's token", async () => {
  const { heard, fetched } = await open(whole);

  const file = await fetched();

  expect(file).toMatchObject({
    kind: "received",
    name: "a.png",
    extension: "png",
    isPicture: true,
  });
  const path = file.kind === "received" ? file.received.path : "nowhere";
  expect(await readFile(path, "utf8")).toBe("abc");
  expect(heard).toEqual(["Bearer xoxb-1"]);
});

test.each<[string, File, string]>([
  [
    "too large",
    { ...whole, size: 200 * 1024 * 1024 },
    "has 200 MB; files of up to 100 MB are kept",
  ],
  ["deleted", { ...whole, mode: "tombstone" }, "was deleted before it could be kept"],
  [
    "kept elsewhere",
    { ...whole, url_private: "https://docs.example.com/a", is_external: true },
    "a.png lies outside Slack",
  ],
])(
  "a file that is %s is refused with what to do, and its address not asked",
  async (_, file, said) => {
    const { heard, fetched } = await open(file);

    expect(await fetched()).toEqual({ kind: "refused", sentence: expect.stringContaining(said) });
    expect(heard).toEqual([]);
  },
);

test("the bot's token is never sent to another server than Slack's", async () => {
  const address = "http://slack.example.com/files/a.png";
  const { fetched, heard } = await open({ ...whole, url_private: address });

  expect(await fetched()).toMatchObject({ kind: "refused" });
  expect(heard).toEqual([]);
});

test("a page that asks to sign in is not taken for the file", async () => {
  const { fetched } = await open(
    whole,
    (_, response) => void response.writeHead(302, { location: "/login" }).end(),
  );

  expect(await fetched()).toEqual({
    kind: "refused",
    sentence: expect.stringContaining("the app lacks the scope files:read"),
  });
});

test.each(["ab", "abcd"])(
  "bytes that are not those announced (%s) are asked for again",
  async (sent) => {
    const { fetched } = await open(whole, (_, response) => void response.end(sent));

    await expect(fetched()).rejects.toThrow(/bytes/);
  },
);
