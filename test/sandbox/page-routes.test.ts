import { expect, test } from "vitest";
import { openSandbox } from "./open-sandbox.ts";

test("the page is served with a policy that lets only its own scripts run", async () => {
  const sandbox = await openSandbox();

  const response = await fetch(`${sandbox.url}/`);
  const policy = response.headers.get("content-security-policy") ?? "";

  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(policy).toMatch(/script-src 'self'( 'sha256-[\w+/=]+')+;/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
});

test.each([
  "lit-html/lit-html.js",
  "lit-html/directives/repeat.js",
  "marked.js",
  "dompurify.js",
  "csv-parse.js",
])("the browser module %s is served", async (name) => {
  const sandbox = await openSandbox();

  const response = await fetch(`${sandbox.url}/page/vendor/${name}`);

  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(await response.text()).toMatch(/export/);
});

test("a TypeScript module arrives as JavaScript", async () => {
  const sandbox = await openSandbox();

  const response = await fetch(`${sandbox.url}/page/box.ts`);
  const text = await response.text();

  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(text).not.toContain("interface");
  expect(text).toContain("export function boxOf");
});

test.each([
  "/page/%2e%2e/sandbox.ts",
  "/page/..%2fsandbox.ts",
  "/page/vendor/lit-html/%2e%2e/hono/package.json",
  "/page/vendor/hono/index.js",
  "/page/nothing.ts",
])("%s is not there", async (path) => {
  const sandbox = await openSandbox();

  expect((await fetch(`${sandbox.url}${path}`)).status).toBe(404);
});
