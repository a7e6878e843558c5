import fc from "fast-check";

/** One program tried: what is known of it, and what the reconciliation said. */
export interface Trial {
  readonly wanted: unknown;
  readonly found: unknown;
  /** The records known to have a cause, by that cause; `unexplained` for what has none. */
  readonly records: Readonly<Record<string, number>>;
}

/** Programs of which the answer is known, and the words it may use. */
export interface Trials {
  readonly name: string;
  /** What must come in them. */
  readonly words: readonly string[];
  /** Every word must come alone too, and every cause beside others. */
  readonly alone: boolean;
  /** Tries about so many programs, and has each judged. */
  run(programs: number, judge: (trial: Trial) => void): Promise<Tally>;
}

/** A share of the programs tried, and where they come from. */
export interface Share<Program> {
  readonly share: number;
  readonly programs: fc.Arbitrary<Program>;
}

/** What was really tried. */
export class Tally {
  programs = 0;
  /** Programs with one cause. */
  single = 0;
  readonly records = new Map<string, number>();
  /** Words seen in a program without another, and beside another. */
  readonly alone = new Set<string>();
  readonly mixed = new Set<string>();

  add({ records }: Trial): void {
    const words = Object.keys(records);
    this.programs += 1;
    if (words.length === 1) this.single += 1;
    for (const word of words) {
      (words.length === 1 ? this.alone : this.mixed).add(word);
      this.records.set(word, (this.records.get(word) ?? 0) + (records[word] ?? 0));
    }
  }

  /** The words that never came, and where each must come alone, what never came alone or beside others. */
  unseen({ words, alone }: Trials): string[] {
    const never = words.filter((word) => !this.records.has(word));
    if (!alone) return never;
    const causes = words.filter((word) => word !== "unexplained");
    return [
      ...never,
      ...words.filter((word) => !this.alone.has(word)).map((word) => `${word} alone`),
      ...causes.filter((word) => !this.mixed.has(word)).map((word) => `${word} mixed`),
    ];
  }

  /** One line for people: how much was tried. */
  line({ name, words }: Trials): string {
    const causes = words.filter((word) => word !== "unexplained");
    const among = (seen: ReadonlySet<string>): number =>
      causes.filter((word) => seen.has(word)).length;
    const records = [...this.records.values()].reduce((sum, rows) => sum + rows, 0);
    const count = (number: number): string => number.toLocaleString("en");
    const rest = this.records.has("unexplained") ? ", and the unexplained" : "";
    return `${name}: ${count(this.programs)} programs, ${count(this.single)} of one cause; of ${causes.length} causes ${among(this.alone)} alone, ${among(this.mixed)} mixed${rest}; ${count(records)} records with a cause`;
  }
}

/** Programs and how one is tried, the same ones each time. */
export function trialsOf<Program>(
  { name, words, alone }: Pick<Trials, "name" | "words" | "alone">,
  shares: readonly Share<Program>[],
  tried: (program: Program) => Promise<Trial>,
): Trials {
  return {
    name,
    words,
    alone,
    async run(programs, judge) {
      const tally = new Tally();
      for (const { share, programs: some } of shares) {
        const property = fc.asyncProperty(some, async (program) => {
          const trial = await tried(program);
          tally.add(trial);
          judge(trial);
        });
        await fc.assert(property, { numRuns: Math.ceil(programs * share), seed: 20261002 });
      }
      return tally;
    },
  };
}

/** The records of a trial: how many each cause has, and one for what is unexplained. */
export function recordsOf(
  causes: Readonly<Record<string, { readonly rows: number }>>,
  unexplained: { toString(): string },
): Record<string, number> {
  const rows = Object.entries(causes).map(([cause, part]) => [cause, part.rows] as const);
  return { ...Object.fromEntries(rows), ...(Number(unexplained) === 0 ? {} : { unexplained: 1 }) };
}

/** How often each word occurs. */
export function countOf(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
