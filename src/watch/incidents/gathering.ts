import { isGood } from "#model/incident-grouping.ts";
import type { Dated } from "#model/incident-intake.ts";
import { anyAnswers } from "#watch/incidents/any-answers.ts";
import type { Address } from "#model/address.ts";

/** What our own connection reaches of what is always there: something, nothing, or nobody has said what to try. */
export type Reach = "some" | "none" | "unasked";

/** So long is waited from the first outage on for others that belong to it. */
const window = 2500;

/** Waits a little before outages are told, for what fails together is one message; meanwhile it tries our own connection. */
export class Gathering {
  #addresses: readonly Address[];
  #since: number | null = null;
  #reach: Promise<Reach> | null = null;

  constructor(addresses: readonly Address[]) {
    this.#addresses = addresses;
  }

  reload(addresses: readonly Address[]): void {
    this.#addresses = addresses;
  }

  /** Milliseconds until changes are to be taken up, 0 for now; null where there are none. */
  pause(fresh: readonly Dated[], now: number): number | null {
    if (fresh.length === 0) return null;
    const bad = fresh.filter(({ transition }) => !isGood(transition));
    if (bad.length === 0) return 0;
    this.#since ??= now;
    if (bad.some(({ observation }) => observation.condition === "platform_down")) {
      this.#reach ??= this.#try();
    }
    return Math.max(0, this.#since + window - now);
  }

  /** What the connection was like while they were gathered. */
  async reach(): Promise<Reach> {
    return this.#reach ?? "unasked";
  }

  /** They have been taken up: the next are gathered anew. */
  clear(): void {
    this.#since = null;
    this.#reach = null;
  }

  async #try(): Promise<Reach> {
    if (this.#addresses.length === 0) return "unasked";
    return (await anyAnswers(this.#addresses)) ? "some" : "none";
  }
}
