import fc from "fast-check";

import type { Dataset } from "#model/datasets.ts";
import type { Explanation } from "#model/explanation.ts";
import { Decimal, formatAmount } from "#model/money.ts";
import type { Answer } from "./answers.ts";
import type { Row } from "./tables.ts";
import { countOf, trialsOf } from "./trials.ts";
import type { Trial, Trials } from "./trials.ts";

type Amount = Decimal | string | number;
export type Exports = Partial<Record<Dataset, readonly Row[]>>;

/** What a plant is grown from: a name nobody else has, and chance. */
export interface Seed {
  readonly id: string;
  /** One cent at least. */
  readonly amount: Decimal;
  readonly variant: number;
}

/** Records with a known part of the answer, whatever else the program has. */
export interface Plant {
  readonly exports: Exports;
  /** What of them moves the gap; nothing where they agree. */
  readonly moves?: { readonly id: string; readonly by: Amount };
  /** What the dashboard shows of them, where a card is compared. */
  readonly shown?: Amount;
}

/** A reconciliation as something to plant in. */
export interface Field {
  readonly name: string;
  /** Null for counts. */
  readonly currency: string | null;
  /** Records both sides agree on. */
  clean(seed: Seed): Plant;
  readonly plants: Readonly<Record<string, (seed: Seed) => Plant>>;
  /** Whether a card may show what no record explains: in any program, or only where nothing else is planted. */
  readonly residue: "never" | "any" | "alone";
  explain(exports: Exports, shown: Decimal, residue: Decimal): Promise<Answer>;
}

interface Program {
  readonly clean: readonly Chance[];
  readonly planted: readonly (readonly [word: string, chance: Chance])[];
  /** In cents, or in records. */
  readonly residue: number;
}
interface Chance {
  readonly cents: number;
  readonly variant: number;
}

const chance = fc.record({
  cents: fc.integer({ min: 1, max: 2_000_000 }),
  variant: fc.nat(5),
});
const clean = fc.array(chance, { maxLength: 5 });
const nothing = fc.constant(0);
const something = fc.integer({ min: 1, max: 4 });

/** Programs of one cause, one to three times, for every cause and for the unexplained; and as many of all mixed. */
export function plantedTrials(field: Field): Trials {
  const causes = Object.keys(field.plants);
  const words = [...new Set([...causes, ...(field.residue === "never" ? [] : ["unexplained"])])];
  const program = (among: readonly string[], maxLength: number, residue: fc.Arbitrary<number>) =>
    fc.record({
      clean,
      planted:
        among.length === 0
          ? fc.constant([])
          : fc.array(fc.tuple(fc.constantFrom(...among), chance), { minLength: 1, maxLength }),
      residue,
    });
  const alone = words.map((word) => ({
    share: 0.5 / words.length,
    programs: causes.includes(word) ? program([word], 3, nothing) : program([], 0, something),
  }));
  const rest = field.residue === "any" ? fc.oneof(nothing, something) : nothing;
  const mixed = { share: 0.5, programs: program(causes, 12, rest) };
  const name = `${field.name}, planted`;
  return trialsOf({ name, words, alone: true }, [...alone, mixed], (each) => tried(field, each));
}

async function tried(field: Field, program: Program): Promise<Trial> {
  const grown = program.planted.map(([word, given], at) => ({
    word,
    plant: field.plants[word]?.(seedOf(`p${at}`, given)) ?? { exports: {} },
  }));
  const plants = [
    ...program.clean.map((given, at) => field.clean(seedOf(`c${at}`, given))),
    ...grown.map(({ plant }) => plant),
  ];
  const residue = new Decimal(program.residue).times(field.currency === null ? 1 : 101.37);
  const exports = mergedOf(plants.map((plant) => plant.exports));
  const shown = sumOf(plants.map((plant) => plant.shown ?? 0));
  const { explanation, offending } = await field.explain(exports, shown, residue);
  const moved = grown.flatMap(({ word, plant }) =>
    plant.moves ? [{ ...plant.moves, cause: word }] : [],
  );
  return {
    records: {
      ...countOf(moved.map(({ cause }) => cause)),
      ...(program.residue === 0 ? {} : { unexplained: 1 }),
    },
    wanted: wantedOf(field, moved, residue),
    found: foundOf(explanation, await offending()),
  };
}

function seedOf(id: string, { cents, variant }: Chance): Seed {
  return { id, amount: new Decimal(cents).dividedBy(100), variant };
}

function wantedOf(
  { currency }: Field,
  moved: readonly { id: string; by: Amount; cause: string }[],
  residue: Decimal,
) {
  const exact = (amount: Decimal): string =>
    currency === null ? amount.toFixed() : formatAmount(amount, currency);
  const under = (word: string): Decimal[] =>
    moved.filter(({ cause }) => cause === word).map(({ by }) => new Decimal(by));
  const words = new Set(moved.map(({ cause }) => cause).filter((word) => word !== "unexplained"));
  return {
    gap: exact(sumOf(moved.map(({ by }) => by)).plus(residue)),
    causes: Object.fromEntries(
      [...words].map((word) => [word, [exact(sumOf(under(word))), under(word).length]]),
    ),
    unexplained: exact(sumOf(under("unexplained")).plus(residue)),
    records: moved.map(({ id, cause, by }) => `${id} ${cause} ${new Decimal(by).toFixed()}`).sort(),
  };
}

function foundOf(
  { gap, causes, unexplained }: Explanation,
  rows: readonly Record<string, unknown>[],
) {
  return {
    gap,
    causes: Object.fromEntries(
      causes.map(({ cause, amount, rows: count }) => [cause, [amount, count]]),
    ),
    unexplained,
    records: rows
      .map(({ id, cause, contribution }) => {
        return `${String(id)} ${String(cause)} ${new Decimal(String(contribution)).toFixed()}`;
      })
      .sort(),
  };
}

function mergedOf(all: readonly Exports[]): Exports {
  const merged: Partial<Record<Dataset, Row[]>> = {};
  for (const exports of all) {
    for (const [name, rows] of Object.entries(exports)) {
      (merged[name as Dataset] ??= []).push(...rows);
    }
  }
  return merged;
}

function sumOf(amounts: readonly Amount[]): Decimal {
  return amounts.reduce<Decimal>((sum, amount) => sum.plus(amount), new Decimal(0));
}
