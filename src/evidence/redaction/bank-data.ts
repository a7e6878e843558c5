import { countrySpecs, isValidIBAN } from "ibantools";

const iban = /(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}/gi;
const card = /(?<![\w.])\d(?:[ -]?\d){12,18}(?!\w|\.\d)/g;
/** How numbers of the card networks begin. */
const network = /^(?:3|4|5[1-5]|2[2-7]|6)/;

export type BankData = "iban" | "card";

/** Replaces bank accounts and card numbers whose check digits are right, however they are spaced. */
export function replaceBankData(
  text: string,
  replace: (kind: BankData, found: string) => string,
): string {
  return text
    .replaceAll(iban, (found) => withoutIban(found, replace))
    .replaceAll(card, (found) => {
      const digits = found.replaceAll(/\D/g, "");
      return network.test(digits) && isLuhn(digits) ? replace("card", digits) : found;
    });
}

/** An IBAN is as long as its country says: what follows it is somebody else's. */
function withoutIban(found: string, replace: (kind: BankData, found: string) => string): string {
  const length = countrySpecs[found.slice(0, 2).toUpperCase()]?.chars ?? 0;
  let end = 0;
  let plain = "";
  while (plain.length < length && end < found.length) {
    const character = found[end] ?? "";
    if (/[A-Z0-9]/i.test(character)) plain += character.toUpperCase();
    end += 1;
  }
  const isWhole = plain.length === length && !/^[A-Z0-9]/i.test(found.slice(end));
  if (!isWhole || !isValidIBAN(plain)) return found;
  return replace("iban", plain) + found.slice(end);
}

function isLuhn(digits: string): boolean {
  let sum = 0;
  for (const [index, character] of Array.from(digits).reverse().entries()) {
    const digit = Number(character) * (index % 2 === 0 ? 1 : 2);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}
