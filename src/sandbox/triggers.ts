import { randomBytes } from "node:crypto";

import { Refusal } from "./refusal.ts";

const lifetime = 3000;
const remembered = 1000;

interface Trigger {
  readonly user: string;
  readonly born: number;
  isUsed: boolean;
}

/** Trigger ids: each opens one modal for the person who acted, within 3 seconds. */
export class Triggers {
  readonly #triggers = new Map<string, Trigger>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  issue(user: string): string {
    const born = this.#clock();
    const id = `${Math.floor(born)}.${this.#triggers.size}.${randomBytes(16).toString("hex")}`;
    this.#triggers.set(id, { user, born, isUsed: false });
    const oldest = this.#triggers.keys().next().value;
    if (this.#triggers.size > remembered && oldest !== undefined) this.#triggers.delete(oldest);
    return id;
  }

  /** Answers whose trigger it is; it cannot be exchanged again. */
  exchange(id: string): string {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new Refusal("invalid_trigger_id");
    if (trigger.isUsed) throw new Refusal("exchanged_trigger_id");
    if (this.#clock() - trigger.born > lifetime) throw new Refusal("expired_trigger_id");
    trigger.isUsed = true;
    return trigger.user;
  }
}
