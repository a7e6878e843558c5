import type { Partner } from "#sandbox/demo/cast.ts";
import type { Dice } from "#sandbox/demo/dice.ts";
import type { Customer } from "#sandbox/demo/records.ts";

const given = [
  "ada",
  "bruno",
  "carla",
  "devin",
  "elena",
  "farid",
  "greta",
  "hugo",
  "ines",
  "jonas",
  "kaya",
  "liam",
  "mara",
  "nils",
  "olga",
  "pablo",
  "quinn",
  "rosa",
  "sami",
  "tara",
  "umar",
  "vera",
  "wanda",
  "yann",
] as const;
const family = [
  "abbott",
  "becker",
  "castro",
  "dubois",
  "evans",
  "fischer",
  "garcia",
  "hansen",
  "ito",
  "jensen",
  "keller",
  "lambert",
  "moreau",
  "novak",
  "owens",
  "perez",
  "quist",
  "rossi",
  "silva",
  "torres",
  "ueda",
  "vogel",
  "walsh",
  "young",
] as const;

/** Hands out customers: mostly new ones, some who bought from the same partner before. */
export class Customers {
  readonly all: Customer[] = [];
  readonly #byPartner = new Map<Partner, Customer[]>();
  readonly #dice: Dice;

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  buyer(partner: Partner, instant: number): Customer {
    const known = this.#byPartner.get(partner) ?? [];
    const [first, ...rest] = known;
    if (first && this.#dice.perMille(280)) return this.#dice.pick([first, ...rest]);
    const customer = this.#create(partner, instant);
    this.#byPartner.set(partner, [...known, customer]);
    return customer;
  }

  #create(partner: Partner, firstSaleAt: number): Customer {
    const number = this.all.length + 1;
    const name = `${this.#dice.pick(given)}.${this.#dice.pick(family)}`;
    const customer = {
      id: `cus_${String(number).padStart(5, "0")}`,
      email: `${name}${number}@mail.example`,
      externalId: `shop-${30_000 + number * 7}`,
      partner,
      createdAt: firstSaleAt - this.#dice.between(1, 40) * 60_000,
      firstSaleAt,
    };
    this.all.push(customer);
    return customer;
  }
}
