import { randomBytes } from "node:crypto";

import { Refusal } from "./refusal.ts";

const lifetime = 30 * 60_000;
const mostUses = 5;

/** What a response_url answers: who acted, where, and on which message. */
export interface Occasion {
  readonly user: string;
  readonly channel: string;
  readonly ts?: string;
}

/** Response addresses: each takes five answers within half an hour, in channels the bot is not in, too. */
export class ResponseAddresses {
  readonly #known = new Map<string, Occasion & { readonly born: number; uses: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** The id that ends the address. */
  issue(occasion: Occasion): string {
    const id = randomBytes(18).toString("base64url");
    const now = this.#clock();
    for (const [old, { born }] of this.#known) if (now - born > lifetime) this.#known.delete(old);
    this.#known.set(id, { ...occasion, born: now, uses: 0 });
    return id;
  }

  use(id: string): Occasion {
    const known = this.#known.get(id);
    if (known === undefined || this.#clock() - known.born > lifetime)
      throw new Refusal("expired_url");
    if (known.uses >= mostUses) throw new Refusal("used_url");
    known.uses += 1;
    return known;
  }
}
