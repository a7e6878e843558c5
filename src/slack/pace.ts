/** How fast Slack takes one kind of call: so many at once, then one each so many milliseconds. */
export interface Rate {
  readonly burst: number;
  readonly spacing: number;
}

/** Slack's documented limits, a little inside them: a post a second per channel, edits at tier 3 for the workspace. */
export const slackRates = {
  posts: { burst: 3, spacing: 1050 },
  edits: { burst: 5, spacing: 1250 },
  private: { burst: 10, spacing: 650 },
} as const satisfies Record<string, Rate>;

/** A bucket that holds `burst` calls and gains one each `spacing`; a refusal by Slack empties it for as long as Slack says. */
export class Pace {
  readonly #rate: Rate;
  #full: number;
  #blockedUntil = 0;

  constructor(rate: Rate) {
    this.#rate = rate;
    this.#full = performance.now();
  }

  /** Milliseconds until the next call may be made; 0 when it may be made now. */
  wait(): number {
    const now = performance.now();
    const { burst, spacing } = this.#rate;
    const oneLeft = this.#full - (burst - 1) * spacing;
    return Math.max(0, oneLeft - now, this.#blockedUntil - now);
  }

  /** True when nothing of the pace is used up, so that a new one would be the same. */
  isFull(): boolean {
    const now = performance.now();
    return this.#full <= now && this.#blockedUntil <= now;
  }

  take(): void {
    this.#full = Math.max(this.#full, performance.now()) + this.#rate.spacing;
  }

  block(milliseconds: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, performance.now() + milliseconds);
  }
}
