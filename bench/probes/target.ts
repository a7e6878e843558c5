import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo, Server } from "node:net";

/** The far side: answers every request on loopback, over HTTP and HTTPS, and says its ports. */
const [certificate = "", key = ""] = process.argv.slice(2);
const body = JSON.stringify({ ok: true, items: Array.from({ length: 20 }, (_, id) => ({ id })) });
const answer: RequestListener = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(body);
};
const servers: Server[] = [
  createServer(answer),
  createSecure({ cert: readFileSync(certificate), key: readFileSync(key) }, answer),
];
for (const server of servers) {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", 4096, resolve));
}
const ports = servers.map((server) => (server.address() as AddressInfo).port);
process.stdout.write(`${JSON.stringify(ports)}\n`);
