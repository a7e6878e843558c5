import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** What goes wrong with one call: before Slack hears of it, or after it has done it. */
export type Fault =
  | { readonly kind: "limited"; readonly seconds: number }
  | { readonly kind: "refused"; readonly error: string }
  | { readonly kind: "server_error_after" }
  | { readonly kind: "reset_after" };

export interface Call {
  readonly method: string;
  readonly body: URLSearchParams;
  /** When it came and when it was answered, milliseconds since 1970. */
  readonly at: number;
  answeredAt: number | null;
}

export interface FlakyProxy {
  readonly apiUrl: string;
  /** Every call that came, in order. */
  readonly calls: Call[];
  /** Asked for each call; null lets it pass. */
  fault: (call: Call) => Fault | null | Promise<Fault | null>;
}

/** A line to Slack on which calls go wrong as a test says. */
export async function openProxy(target: string): Promise<FlakyProxy> {
  const calls: Call[] = [];
  const proxy = { apiUrl: "", calls, fault: (() => null) as FlakyProxy["fault"] };
  const server = createServer((request, response) => {
    void serve(proxy, target, request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  });
  proxy.apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return proxy;
}

async function serve(
  proxy: FlakyProxy,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const text = await bodyOf(request);
  const method = (request.url ?? "").slice(1);
  const body = new URLSearchParams(text);
  const call: Call = { method, body, at: Date.now(), answeredAt: null };
  proxy.calls.push(call);
  const fault = await proxy.fault(call);
  const answer = (status: number, headers: Record<string, string>, body: string): void => {
    call.answeredAt = Date.now();
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
  };
  if (fault?.kind === "limited") {
    return answer(429, { "retry-after": String(fault.seconds) }, `{"ok":false}`);
  }
  if (fault?.kind === "refused") {
    return answer(200, {}, JSON.stringify({ ok: false, error: fault.error }));
  }
  const real = await fetch(`${target}${method}`, {
    method: "POST",
    headers: {
      authorization: request.headers.authorization ?? "",
      "content-type": request.headers["content-type"] ?? "",
    },
    body: text,
  });
  const answered = await real.text();
  if (fault?.kind === "server_error_after") return answer(500, {}, "out of order");
  if (fault?.kind === "reset_after") {
    call.answeredAt = Date.now();
    response.destroy();
    return;
  }
  answer(real.status, {}, answered);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
