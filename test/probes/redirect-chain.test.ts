import { expect, test } from "vitest";

import redirectChain from "#probes/redirect-chain.ts";
import { lookBy, nobody, refusalsOf, serving } from "./far-side.ts";

/** Answers by path: where to go, with which headers; else the end. */
function chain(steps: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>) {
  return serving((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://here");
    const headers = steps[pathname];
    response.writeHead(headers ? 302 : 200, headers).end(headers ? "" : "landed");
  });
}

const answers = [{ hop: { number: "last", status: 200 } }];

test("a chain that keeps what it must is up, and tells each hop", async () => {
  const url = await chain({
    "/go": { location: "/track?click=7&sub=a" },
    "/track": {
      location: "/shop?click=7",
      "set-cookie": "cid=7; Secure; SameSite=None; Max-Age=2592000",
    },
  });

  const seen = await lookBy(redirectChain, {
    url: `${url}/go?click=7`,
    assert: [
      { hop: { keeps: ["click"] } },
      {
        hop: {
          number: 2,
          has: ["sub"],
          cookie: { name: "cid", secure: true, same_site: "none", days: 30 },
        },
      },
      { hop: { number: "last", status: 200 }, body: { contains: "landed" } },
    ],
  });

  expect(seen.assertions?.filter(({ holds }) => !holds)).toEqual([]);
  expect(seen.condition).toBe("up");
  expect(
    seen.facts?.map(([name, value]) => `${name}: ${value.replaceAll(/:\d+|\d+ ms/g, "")}`),
  ).toEqual([
    "hop 1: 302 http://127.0.0.1/go in ",
    "hop 2: 302 http://127.0.0.1/track in ",
    "hop 3: 200 http://127.0.0.1/shop in ",
  ]);
});

test.each([
  [{ keeps: ["click"] }, "every hop keeps click; click was lost at hop 2"],
  [{ number: 2, has: ["sub"] }, "hop 2 has sub; it had no sub"],
  [{ number: 2, keeps: ["lost"] }, "hop 2 keeps lost; the first address has no lost"],
  [{ number: 2, cookie: { name: "lost" } }, "hop 2 sets cookie lost; no cookie lost was set"],
  [
    {
      number: 1,
      cookie: { name: "cid", secure: true, same_site: "none", http_only: true, days: 30 },
    },
    "Secure was missing, HttpOnly was missing, SameSite was lax, it lasts 1.0 days",
  ],
  [{ number: 1, https: true }, "hop 1 is over https; it was over http"],
  [{ number: 2, host: "shop.example" }, "hop 2 is at shop.example; it was at 127.0.0.1"],
  [{ number: 2, status: "3xx" }, "hop 2 answers 3xx; it answered 200"],
  [{ number: 4, status: 200 }, "hop 4 answers 200; there were 2 hops"],
  [{ number: 1, within: "0ms" }, "hop 1 takes less than 0 ms; it took"],
])("%j that does not hold is said with what was found", async (hop, sentence) => {
  const url = await chain({
    "/go": { location: "/shop", "set-cookie": "cid=7; SameSite=Lax; Max-Age=86400" },
  });

  const seen = await lookBy(redirectChain, { url: `${url}/go?click=7`, assert: [{ hop }] });

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toContain(sentence);
});

test("a loop is seen when it closes", async () => {
  const url = await chain({ "/a": { location: "/b" }, "/b": { location: "/a" } });

  const seen = await lookBy(redirectChain, { url: `${url}/a`, assert: answers });

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toMatch(/leads nowhere: it is a loop, back at 127\.0\.0\.1:\d+\/a\.$/);
});

test("a page that sends one back until its cookie comes is no loop", async () => {
  const url = await serving((request, response) => {
    if (request.headers.cookie === "seen=1") return void response.end();
    response.writeHead(302, { location: "/", "set-cookie": "seen=1" }).end();
  });

  expect(await lookBy(redirectChain, { url: `${url}/`, assert: answers })).toMatchObject({
    condition: "up",
  });
});

test("a chain without end is given up", async () => {
  const url = await serving((request, response) => {
    response.writeHead(302, { location: `${request.url}x` }).end();
  });

  const seen = await lookBy(redirectChain, { url: `${url}/`, most: 3, assert: answers });

  expect(seen.text).toContain("it goes on after 3 hops");
});

test("a redirect into our own network is not followed, and is the link's mistake", async () => {
  const heard: string[] = [];
  const inside = await serving((_, response) => {
    heard.push("reached");
    response.end();
  });
  const port = new URL(inside).port;
  const url = await chain({ "/go": { location: `http://127.1.2.3:${port}/` } });

  const seen = await lookBy(
    redirectChain,
    { url: `${url}/go`, assert: answers },
    { allowed: ["127.0.0.1/32"] },
  );

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toMatch(/at hop 2, was not asked: .* private network/);
  expect(heard).toEqual([]);
});

test.each([
  ["without an address to go to", {}],
  ["to javascript:", { location: "javascript:alert(1)" }],
])("a redirect %s is said so", async (words, headers) => {
  const url = await chain({ "/go": headers });

  expect((await lookBy(redirectChain, { url: `${url}/go`, assert: answers })).text).toContain(
    words,
  );
});

test("a hop that is down is the platform's, named by its number", async () => {
  const url = await chain({ "/go": { location: await nobody() } });

  const seen = await lookBy(redirectChain, { url: `${url}/go`, assert: answers });

  expect(seen.condition).toBe("platform_down");
  expect(seen.text).toContain("at hop 2, could not be reached: connection refused");
});

test("a landing page that is gone is a wrong endpoint", async () => {
  const gone = await serving((_, response) => void response.writeHead(404).end());
  const url = await chain({ "/go": { location: gone } });

  expect(
    await lookBy(redirectChain, {
      url: `${url}/go`,
      assert: [{ hop: { number: 1, status: 302 } }],
    }),
  ).toMatchObject({ condition: "wrong_endpoint" });
});

test("headers meant for the first host are not carried to another", async () => {
  const heard: (string | undefined)[] = [];
  const other = await serving((request, response) => {
    heard.push(request.headers["x-key"] as string | undefined);
    response.end();
  });
  const url = await chain({ "/go": { location: other } });

  await lookBy(redirectChain, { url: `${url}/go`, headers: { "x-key": "k" }, assert: answers });

  expect(heard).toEqual([undefined]);
});

test.each([
  [{ assert: [] }, "an empty list asserts nothing"],
  [{ assert: [{}] }, "an empty assertion says nothing"],
  [{ assert: [{ hop: {} }] }, "say what the hop must be"],
  [{ assert: [{ hop: { number: 0, https: true } }] }, "Too small"],
])("%j is refused", (settings, sentence) => {
  expect(refusalsOf(redirectChain, { url: "https://a.example", ...settings })).toContainEqual(
    expect.stringContaining(sentence),
  );
});
