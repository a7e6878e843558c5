import { Readable } from "node:stream";

import type { Client, Dispatcher } from "undici";

import type { HttpAnswer, HttpRequest } from "#model/http-answer.ts";
import { decodeBody, isEncoded } from "#watch/http/decode-body.ts";

type Answer = Pick<HttpAnswer, "status" | "headers" | "body" | "truncated">;

/**
 * Sends a request and reads its answer, of the body no more than its limit. The connection is the client's alone and closed
 * by whoever made it: it is not asked to be, which would have it closed in the midst of reading.
 */
export function exchange(
  client: Client,
  { pathname, search }: URL,
  asked: HttpRequest,
  onHead: () => void,
): Promise<Answer> {
  const { method, headers, body, bodyLimit } = asked;
  return new Promise((resolve, reject) => {
    const reading = new Reading(method, bodyLimit, { onHead, resolve, reject });
    client.dispatch({ method, path: `${pathname}${search}`, headers, body }, reading);
  });
}

interface Outcome {
  readonly onHead: () => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** Reads one answer as it comes in. */
class Reading implements Dispatcher.DispatchHandler {
  readonly #method: string;
  readonly #limit: number;
  readonly #outcome: Outcome;
  #head: Pick<Answer, "status" | "headers"> = { status: 0, headers: {} };
  #chunks: Uint8Array[] = [];
  #size = 0;
  /** What comes in of a body that is still to be decoded. */
  #encoded: Readable | null = null;

  constructor(method: string, limit: number, outcome: Outcome) {
    this.#method = method;
    this.#limit = limit;
    this.#outcome = outcome;
  }

  onRequestStart(): void {
    // undici asks for it.
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    // An early word before the answer.
    if (status < 200) return;
    this.#outcome.onHead();
    this.#head = { status, headers: joined(headers) };
    const encoding = this.#head.headers["content-encoding"];
    const hasBody = this.#method !== "HEAD" && status !== 204 && status !== 304;
    if (!hasBody || !isEncoded(encoding)) return;
    this.#encoded = new Readable({ read: () => controller.resume() });
    void this.#decode(this.#encoded, encoding);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Uint8Array): void {
    if (this.#encoded) {
      if (!this.#encoded.push(chunk)) controller.pause();
    } else if (this.#keep(chunk)) this.#done();
  }

  onResponseEnd(): void {
    if (this.#encoded) this.#encoded.push(null);
    else this.#done();
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#encoded?.destroy(error);
    this.#outcome.reject(error);
  }

  async #decode(encoded: Readable, encoding: string | undefined): Promise<void> {
    try {
      for await (const chunk of decodeBody(encoded, encoding)) if (this.#keep(chunk)) break;
      this.#done();
    } catch (error) {
      this.#outcome.reject(error);
    }
  }

  /** Says whether that is more than is wanted. */
  #keep(chunk: Uint8Array): boolean {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    return this.#size > this.#limit;
  }

  #done(): void {
    const body = Buffer.concat(this.#chunks).subarray(0, this.#limit);
    this.#outcome.resolve({ ...this.#head, body, truncated: this.#size > this.#limit });
    this.#chunks = [];
  }
}

function joined(headers: Readonly<Record<string, string | string[] | undefined>>) {
  const all: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    all[name] = Array.isArray(value)
      ? value.join(name === "set-cookie" ? "\n" : ", ")
      : (value ?? "");
  }
  return all;
}
