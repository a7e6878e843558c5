import currencyCodes from "currency-codes";
import { Decimal as ExactDecimal } from "decimal.js";

/** Exact decimals: 40 significant digits, half away from zero, never exponent notation. */
export const Decimal = ExactDecimal.clone({
  precision: 40,
  rounding: ExactDecimal.ROUND_HALF_UP,
  toExpNeg: -40,
  toExpPos: 40,
});
export type Decimal = ExactDecimal;

/** Decimal places every stored amount can hold; an amount with more is rejected, not rounded. */
export const amountScale = 10;

/** True for a currency of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && currencyCodes.code(code) !== undefined;
}

/** Decimal places of a currency's minor unit by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return currencyCodes.code(currency)?.digits ?? 2;
}

/** An exact amount as the contract prints it: plain decimal, at least the minor unit's places, no trailing excess. */
export function formatAmount(amount: Decimal | string, currency: string): string {
  const value = new Decimal(amount);
  return value.toFixed(Math.max(minorDigits(currency), value.decimalPlaces()));
}

/** An amount for people: `$1,234.50`, `−€3.20`; exact, with a true minus sign. A count has no currency: `1,234`. */
export function displayAmount(amount: Decimal | string, currency: string | null): string {
  const value = new Decimal(amount);
  const digits = currency === null ? value.abs().toFixed() : formatAmount(value.abs(), currency);
  const fraction = digits.split(".")[1] ?? "";
  const shown = new Intl.NumberFormat("en-US", {
    ...(currency === null ? {} : { style: "currency", currency }),
    minimumFractionDigits: fraction.length,
    maximumFractionDigits: fraction.length,
  }).format(digits as Intl.StringNumericLiteral);
  return value.isNegative() && !value.isZero() ? `−${shown}` : shown;
}

/** A signed amount without its currency, for lists of causes: `+2,252.77`, `−164.02`; a count without one. */
export function displaySigned(amount: Decimal | string, currency: string | null): string {
  const value = new Decimal(amount);
  const digits = currency === null ? value.abs().toFixed() : formatAmount(value.abs(), currency);
  const fraction = digits.split(".")[1] ?? "";
  const shown = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: fraction.length,
    maximumFractionDigits: fraction.length,
  }).format(digits as Intl.StringNumericLiteral);
  if (value.isZero()) return shown;
  return `${value.isNegative() ? "−" : "+"}${shown}`;
}
