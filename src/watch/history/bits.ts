/** So many times as large as expected is far off. */
const farOff = 12;

/** Writes whole numbers below 2³¹ bit by bit: small ones take few. */
export class BitWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  bit(value: boolean): void {
    this.bits(value ? 1 : 0, 1);
  }

  /** So many low bits of a number, the highest first. */
  bits(value: number, width: number): void {
    for (let place = width - 1; place >= 0; place -= 1) {
      const at = this.#length >> 3;
      if (at === this.#bytes.length) this.#grow();
      if (((value >>> place) & 1) === 1)
        this.#bytes[at] = (this.#bytes[at] ?? 0) | (128 >> (this.#length & 7));
      this.#length += 1;
    }
  }

  /** A number from 0, by the exponential Golomb code: those below `2 ** k` take `k + 1` bits. */
  count(value: number, k: number): void {
    const shifted = value + 2 ** k;
    const width = bitsOf(shifted);
    this.bits(0, width - 1 - k);
    this.bits(shifted, width);
  }

  /** A number that is expected to be about `2 ** k`, by the Rice code; one that is far off, by the other. */
  close(value: number, k: number): void {
    const times = Math.floor(value / 2 ** k);
    const isFar = times >= farOff;
    for (let left = isFar ? farOff : times; left > 0; left -= 1) this.bit(true);
    if (isFar) return this.count(value - farOff * 2 ** k, k + 4);
    this.bit(false);
    this.bits(value % 2 ** k, k);
  }

  /** A number that is mostly 0, and may be below. */
  offset(value: number, k: number): void {
    this.bit(value !== 0);
    if (value === 0) return;
    this.bit(value < 0);
    this.count(Math.abs(value) - 1, k);
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, (this.#length + 7) >> 3);
  }

  #grow(): void {
    const wider = new Uint8Array(this.#bytes.length * 2);
    wider.set(this.#bytes);
    this.#bytes = wider;
  }
}

/** Reads what a BitWriter wrote, in the same order. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  bit(): boolean {
    return this.bits(1) === 1;
  }

  bits(width: number): number {
    let value = 0;
    for (let left = width; left > 0; left -= 1) {
      const byte = this.#bytes[this.#at >> 3];
      if (byte === undefined) throw new Error("a page of history ends too soon");
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
      this.#at += 1;
    }
    return value;
  }

  count(k: number): number {
    let zeros = 0;
    while (!this.bit()) zeros += 1;
    return 2 ** (zeros + k) + this.bits(zeros + k) - 2 ** k;
  }

  close(k: number): number {
    let times = 0;
    while (times < farOff && this.bit()) times += 1;
    return times === farOff ? farOff * 2 ** k + this.count(k + 4) : times * 2 ** k + this.bits(k);
  }

  offset(k: number): number {
    if (!this.bit()) return 0;
    const isBelow = this.bit();
    const size = this.count(k) + 1;
    return isBelow ? -size : size;
  }
}

function bitsOf(value: number): number {
  return 32 - Math.clz32(value);
}
