import { expect, test } from "vitest";

import pixel from "#probes/pixel.ts";
import { lookBy, refusalsOf, serving } from "./far-side.ts";

const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const webp = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");

function answering(body: Buffer | string, headers: Readonly<Record<string, string>> = {}) {
  const usual = { "content-type": "image/gif", "cache-control": "no-store" };
  return serving((_, response) => void response.writeHead(200, { ...usual, ...headers }).end(body));
}

test.each([
  ["gif", gif, "image/gif"],
  ["png", png, "image/png"],
  ["webp", webp, "image/webp"],
])("a pixel of %s that no cache keeps is up", async (_, body, type) => {
  const url = await answering(body, { "content-type": type });

  expect(await lookBy(pixel, { url, width: 1, height: 1 })).toMatchObject({ condition: "up" });
});

test.each([
  [
    "an error page",
    "<html>no</html>",
    { "content-type": "text/html" },
    'content-type is an image; it was "text/html"',
  ],
  ["a broken image", "GIF8", {}, "the body is an image; it is no image that can be read"],
  ["nothing", "", {}, "the body is an image; the body is empty"],
  ["a cached one", gif, { "cache-control": "max-age=3600" }, "the answer is not cached"],
])("%s is an error of the application", async (_, body, headers, words) => {
  const url = await answering(body, headers);

  const seen = await lookBy(pixel, { url });

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toContain(words);
});

test("a size that is not as asked for is told", async () => {
  const url = await answering(gif);

  expect((await lookBy(pixel, { url, width: 2 })).text).toContain("it is gif of 1 × 1");
});

test("a postback may answer anything that is a success, and is sent as it is set", async () => {
  const heard: string[] = [];
  const url = await serving((request, response) => {
    request.once("data", (body: Buffer) => {
      heard.push(`${request.method} ${request.url} ${body.toString()}`);
      response.writeHead(200, { "cache-control": "no-cache" }).end("OK");
    });
  });

  const seen = await lookBy(pixel, {
    preset: "awin",
    url: `${url}/sread.php?merchant=1`,
    method: "POST",
    body: "ref=1",
    answers: "anything",
    test: true,
  });

  expect(seen.condition).toBe("up");
  expect(heard).toEqual(["POST /sread.php?merchant=1&testmode=1 ref=1"]);
});

test("a pixel may be cached where that is said", async () => {
  const url = await answering(gif, { "cache-control": "max-age=60" });

  expect(await lookBy(pixel, { url, may_be_cached: true })).toMatchObject({ condition: "up" });
});

test("a test hit is refused where the platform knows none", () => {
  expect(refusalsOf(pixel, { url: "https://a.example/p.gif", test: true })).toEqual([
    "this platform has no parameter that makes a hit a test: leave test out",
  ]);
});
