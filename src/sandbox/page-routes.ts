import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { findPackageJSON, stripTypeScriptTypes } from "node:module";
import { dirname, extname, join, normalize } from "node:path";

import { Hono } from "hono";

import type { Server } from "./api/web-api.ts";

/** Browser modules of installed packages, by their place under /page/vendor/. */
const vendors: readonly (readonly [prefix: string, name: string, place: string])[] = [
  ["lit-html/", "lit-html", ""],
  ["marked.js", "marked", "lib/marked.esm.js"],
  ["dompurify.js", "dompurify", "dist/purify.es.mjs"],
  ["csv-parse.js", "csv-parse", "dist/esm/sync.js"],
  ["inter/", "@expo-google-fonts/inter", ""],
];

const mediaTypes: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ttf": "font/ttf",
  ".woff2": "font/woff2",
};

/** The page: its modules are TypeScript and lose their types on the way to the browser. */
export function pageRoutes(folder: string): Hono<Server> {
  const app = new Hono<Server>();
  const scripts = new Map<string, string>();

  async function file(path: string): Promise<Response> {
    const type = mediaTypes[extname(path)];
    const bytes = type === undefined ? null : await readFile(path).catch(() => null);
    if (type === undefined || bytes === null) return new Response("No such file", { status: 404 });
    const body = extname(path) === ".ts" ? script(path, bytes.toString()) : new Uint8Array(bytes);
    return new Response(body, {
      headers: {
        "content-type": type,
        "cache-control": "no-cache",
        ...(extname(path) === ".html" && {
          "content-security-policy": policy(bytes.toString()),
        }),
      },
    });
  }

  function script(path: string, text: string): string {
    const key = `${path} ${createHash("sha256").update(text).digest("hex")}`;
    const known = scripts.get(key) ?? stripTypeScriptTypes(text, { mode: "strip" });
    scripts.set(key, known);
    return known;
  }

  app.get("/", () => file(join(folder, "index.html")));
  app.get("/page/vendor/*", async (context) => {
    const asked = below(context.req.path, "/page/vendor");
    const vendor = vendors.find(([prefix]) => asked.startsWith(`/${prefix}`));
    if (vendor === undefined) return context.text("No such module", 404);
    const [prefix, name, place] = vendor;
    const home = dirname(findPackageJSON(name, import.meta.url) ?? "");
    return file(place === "" ? join(home, asked.slice(prefix.length + 1)) : join(home, place));
  });
  app.get("/page/*", (context) => file(join(folder, below(context.req.path, "/page"))));
  app.get("/archives/:channel/:message", (context) => {
    const thread = context.req.query("thread_ts");
    const channel = encodeURIComponent(context.req.param("channel"));
    return context.redirect(`/#/${channel}${thread ? `/${encodeURIComponent(thread)}` : ""}`);
  });
  return app;
}

/** The part of a path below a prefix, which never leads above it. */
function below(path: string, prefix: string): string {
  try {
    return normalize(`/${decodeURIComponent(path.slice(prefix.length))}`);
  } catch {
    // Not an encoding of anything, so there is nothing of that name.
    return normalize(`/${path.slice(prefix.length)}`);
  }
}

/** Allows the page's own scripts and the inline ones in it, as they are, and no others. */
function policy(html: string): string {
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, text = ""]) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...inline].join(" "),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
