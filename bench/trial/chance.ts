/** What befalls a program, drawn from numbers between 0 and 1. */
export class Chance {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  between(from: number, to: number): number {
    return from + this.#random() * (to - from);
  }

  bool(share: number): boolean {
    return this.#random() < share;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.#random() * items.length)] ?? items[0];
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.#random());
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.#random())) * Math.cos(2 * Math.PI * this.#random());
  }

  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal() - sigma ** 2 / 2);
  }

  poisson(mean: number): number {
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * this.normal()));
    const limit = Math.exp(-mean);
    let count = -1;
    for (let product = 1; product > limit; product *= this.#random()) count += 1;
    return count;
  }

  /** Most happens from nine to nine. */
  timeOfDay(length: number): number {
    const hour = this.bool(0.75) ? this.between(9, 21) : this.between(0, 24);
    return Math.floor((hour / 24) * length);
  }

  amount(usual: number, times: number): number {
    return Math.round(100 * times * usual * this.lognormal(0.5)) / 100;
  }

  decision(): "approved" | "refunded" | "rejected" | "fraud" | "chargeback" {
    const draw = this.#random();
    if (draw < 0.9) return "approved";
    if (draw < 0.95) return "refunded";
    if (draw < 0.99) return "rejected";
    return draw < 0.996 ? "fraud" : "chargeback";
  }
}
