import { expect, test } from "vitest";
import { isOwn } from "#sandbox/own-requests.ts";

const asked = { method: "POST", host: "127.0.0.1:4000", origin: undefined, site: undefined };

test.each([
  ["a program on this machine", asked, true],
  ["its own page", { ...asked, origin: "http://127.0.0.1:4000", site: "same-origin" }, true],
  [
    "its own page by name",
    { ...asked, host: "localhost:4000", origin: "http://localhost:4000", site: "same-origin" },
    true,
  ],
  ["a page elsewhere", { ...asked, origin: "https://evil.example", site: "cross-site" }, false],
  ["another port's page", { ...asked, origin: "http://127.0.0.1:5000", site: "same-site" }, false],
  ["a sandboxed frame", { ...asked, origin: "null" }, false],
  ["a form elsewhere", { ...asked, site: "cross-site" }, false],
  ["a name rebound to this machine", { ...asked, host: "evil.example:4000" }, false],
  ["no host", { ...asked, host: undefined }, false],
  ["a link from elsewhere", { ...asked, method: "GET", site: "cross-site" }, true],
])("%s", (_, request, isAllowed) => {
  expect(isOwn(request)).toBe(isAllowed);
});
