import { expect, test } from "vitest";

import flow from "#probes/flow.ts";
import { lookBy, nobody, refusalsOf, serving, speaking } from "./far-side.ts";

/** A shop that makes orders, shows them and removes them; says what it heard. */
async function shop(broken: Readonly<Record<string, number>> = {}) {
  const heard: string[] = [];
  const url = await serving((request, response) => {
    const line = `${request.method} ${request.url}`;
    request.on("data", () => undefined);
    request.on("end", () => {
      heard.push(line);
      const status = broken[request.method ?? ""];
      if (status !== undefined) return void response.writeHead(status).end();
      if (request.method === "POST") {
        return void response.writeHead(201, { location: "/orders/77" }).end(`{"id":"order/77"}`);
      }
      response.end(`{"state":"open","id":"order/77"}`);
    });
  });
  return { url, heard };
}

function steps(url: string) {
  return {
    steps: [
      {
        name: "order",
        method: "POST",
        url: `${url}/orders`,
        body: '{"ref":"probe-{run}"}',
        extract: { id: { json: "$.id" }, number: { header: "location", matches: "(\\d+)$" } },
      },
      {
        name: "read",
        url: `${url}/orders/{number}?id={id}`,
        assert: [{ json: { path: "$.state", equals: "open" } }],
      },
    ],
    clean_up: [{ name: "remove", method: "DELETE", url: `${url}/orders/{number}` }],
  };
}

test("each step has what those before it extracted, and the clean-up comes last", async () => {
  const { url, heard } = await shop();

  const seen = await lookBy(flow, steps(url));

  expect(seen).toMatchObject({ condition: "up", text: "All 2 steps went through." });
  expect(heard).toEqual(["POST /orders", "GET /orders/77?id=order%2F77", "DELETE /orders/77"]);
  expect(seen.facts?.map(([name]) => name)).toEqual(["order", "read", "remove"]);
});

test("a step that fails is named, those after it are left out, and the clean-up runs", async () => {
  const { url, heard } = await shop({ GET: 500 });

  const seen = await lookBy(flow, steps(url));

  expect(seen.condition).toBe("platform_down");
  expect(seen.text).toBe("Of 2 steps, step read answered 500: the platform failed.");
  expect(heard.at(-1)).toBe("DELETE /orders/77");
});

test("what was never made is not removed", async () => {
  const { url, heard } = await shop({ POST: 503 });

  await lookBy(flow, steps(url));

  expect(heard).toEqual(["POST /orders"]);
});

test("a clean-up that fails always tells a person", async () => {
  const { url } = await shop({ DELETE: 403 });

  const seen = await lookBy(flow, steps(url));

  expect(seen.condition).toBe("application_error");
  expect(seen.text).toContain(
    "The clean-up failed, look after it by hand: step remove answered 403",
  );
});

test("a clean-up has time of its own after a step that took all there was", async () => {
  const { url, heard } = await shop();
  const hang = await speaking(() => {});
  const [order] = steps(url).steps;

  const seen = await lookBy(
    flow,
    { ...steps(url), steps: [order, { name: "hang", url: hang }] },
    { timeout: 150 },
  );

  expect(seen.text).toContain("step hang could not be reached: no answer in time");
  expect(heard).toContain("DELETE /orders/77");
});

test("a value that is not in the answer is told by its name", async () => {
  const { url } = await shop();
  const [, read] = steps(url).steps;

  const seen = await lookBy(flow, {
    steps: [{ ...read, url, extract: { token: { json: "$.token" } } }],
  });

  expect(seen).toMatchObject({ condition: "application_error" });
  expect(seen.text).toBe("Of 1 steps, step read answered 200, but not with token.");
});

test("what was extracted is in no text", async () => {
  const secret = "tok_4711_secret";
  const url = await serving((_, response) => void response.end(JSON.stringify({ token: secret })));

  const seen = await lookBy(flow, {
    steps: [
      { name: "login", url, extract: { token: { json: "$.token" } } },
      {
        name: "use",
        url,
        headers: { a: "{token}" },
        assert: [{ json: { path: "$.token", equals: "x" } }],
      },
    ],
  });

  expect(seen.condition).toBe("application_error");
  expect(JSON.stringify(seen)).not.toContain(secret);
  expect(seen.text).toContain('it was "{token}"');
});

test("nobody there is the platform's", async () => {
  const url = await nobody();

  expect(await lookBy(flow, { steps: [{ name: "a", url }] })).toMatchObject({
    condition: "platform_down",
  });
});

const a = { name: "a", url: "https://a.example/" };
test.each([
  [{ steps: [{ ...a, url: "https://a.example/{id}" }] }, "no step before a extracts {id}"],
  [{ steps: [{ ...a, url: "https://{host}.example/" }] }, "the host of a step is fixed"],
  [{ steps: [] }, "Too small"],
  [{ steps: [{ ...a, extract: { id: {} } }] }, "say where the value is"],
  [{ steps: Array.from({ length: 21 }, () => a) }, "Too big"],
])("%j is refused", (settings, sentence) => {
  expect(refusalsOf(flow, settings)).toContainEqual(expect.stringContaining(sentence));
});
