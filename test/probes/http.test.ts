import { expect, test } from "vitest";

import http from "#probes/http.ts";
import { lookBy, nobody, refusalsOf, serving, speaking } from "./far-side.ts";

const assert = [{ status: 200 }];

test("an answer as asserted is up, with its time by phase and each assertion", async () => {
  const url = await serving((_, response) => void response.end(`{"state":"open"}`));

  const seen = await lookBy(http, {
    url,
    assert: [{ status: 200 }, { json: { path: "$.state", equals: "open" } }],
  });

  expect(seen).toMatchObject({ condition: "up", status: 200 });
  expect(seen.text).toMatch(/^127\.0\.0\.1:\d+ answered 200 in \d+ ms\.$/);
  expect(seen.phases?.connect).toBeGreaterThanOrEqual(0);
  expect(seen.assertions?.map(({ assertion, holds }) => [assertion, holds])).toEqual([
    ["status is 200", true],
    [`$.state is "open"`, true],
  ]);
});

test.each([
  [401, "credential"],
  [403, "permission"],
  [404, "wrong_endpoint"],
  [410, "wrong_endpoint"],
  [429, "throttled"],
  [422, "application_error"],
  [500, "platform_down"],
  [503, "platform_down"],
  [302, "application_error"],
])("%i is %s, whatever else is asserted", async (status, condition) => {
  const url = await serving((_, response) => void response.writeHead(status).end("fine"));

  expect(await lookBy(http, { url, assert: [{ body: { contains: "fine" } }] })).toMatchObject({
    condition,
    status,
  });
});

test("a status that is asserted is right, even one that refuses", async () => {
  const url = await serving((_, response) => void response.writeHead(401).end());

  expect(await lookBy(http, { url, assert: [{ status: 401 }] })).toMatchObject({ condition: "up" });
});

test("200 with a body that is not as asserted is an error of the application, said with what was found", async () => {
  const url = await serving((_, response) => void response.end(`{"ok":false}`));

  const seen = await lookBy(http, { url, assert: [{ json: { path: "$.ok", equals: true } }] });

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toMatch(/answered 200: not so: \$\.ok is true; it was false\.$/);
});

test("200 with an error in the platform's own words is known by its preset", async () => {
  const url = await serving((_, response) => {
    response.end(JSON.stringify({ success: false, error: { code: "RATE_LIMITED" } }));
  });

  const seen = await lookBy(http, { preset: "linquid", url });

  expect(seen).toMatchObject({ condition: "throttled", status: 200 });
  expect(seen.text).toMatch(/the platform says "RATE_LIMITED"/);
});

test("nobody there, a reset, a hang and garbage are all the platform's", async () => {
  const reset = await speaking((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const hang = await speaking(() => {});
  const garbage = await speaking((socket) => socket.end("220 mail ready\r\n"));

  for (const url of [await nobody(), reset, hang, garbage]) {
    expect(await lookBy(http, { url, assert }, { timeout: 150 })).toMatchObject({
      condition: "platform_down",
    });
  }
});

test("an address inside is our own fault: unknown, not down", async () => {
  const seen = await lookBy(http, { url: "http://169.254.169.254/", assert }, { allowed: [] });

  expect(seen.condition).toBe("unknown");
  expect(seen.text).toMatch(/was not asked: .* watch\.allow_private/);
});

test("a text holds neither the query nor what was sent", async () => {
  const url = await serving((_, response) => void response.end());

  const seen = await lookBy(http, {
    url: `${url}/p?token=hidden`,
    headers: { a: "hidden" },
    assert,
  });

  expect(JSON.stringify(seen)).not.toContain("hidden");
});

test("method, headers and body are sent as they are set", async () => {
  const heard: string[] = [];
  const url = await serving((request, response) => {
    request.once("data", (body: Buffer) => {
      heard.push(`${request.method} ${String(request.headers["x-a"])} ${body.toString()}`);
      response.end();
    });
  });

  await lookBy(http, { url, method: "POST", headers: { "X-A": "1" }, body: "b=2", assert });

  expect(heard).toEqual(["POST 1 b=2"]);
});

test.each([
  [
    { url: "https://a.example" },
    "say what must be true of the answer: assert, at least its status",
  ],
  [{ url: "https://a.example", assert: [] }, "an empty list asserts nothing"],
  [{ assert }, "say where to ask: url"],
  [{ preset: "impact" }, "say whose account of impact.com it is: account"],
  [{ preset: "custom-pixel" }, "say where to ask: url"],
  [{ preset: "dub", url: "https://a.example", path: "/b" }, "write url alone"],
  [{ url: "https://u:p@a.example", assert }, "name who asks under credentials"],
  [{ url: "file:///etc/passwd", assert }, "write it like https://example.com/health"],
])("%j is refused", (settings, sentence) => {
  expect(refusalsOf(http, settings)).toContainEqual(expect.stringContaining(sentence));
});
