import currencyCodes from "currency-codes";

import { isSignOfSql, signSql } from "#exports/currency-signs.ts";
import { amountScale, minorDigits } from "#model/money.ts";
import { literal } from "#reconcile/sql.ts";
import type { AmountForm } from "#source.ts";

/** The column type of every amount: 28 digits before the point, 10 after. */
export const amountType = `DECIMAL(38, ${amountScale})`;

/** What a person should write, for a value that was rejected. */
export const acceptedAmounts: Readonly<Record<AmountForm, string>> = {
  decimal: `write it like -1234.5: no thousands separators, no exponent, at most ${amountScale} decimal places`,
  minor: "write it as whole minor units like -123450, with the currency beside it",
  "$1,234.50": `write it like $1,234.50, -1234.5 or (1,234.50): commas between groups of three, at most ${amountScale} decimal places`,
  "1.234,50": `write it like 1.234,50, -1234,5 or (1.234,50): points between groups of three, at most ${amountScale} decimal places`,
};

/** An amount as SQL, exact, NULL where the text is not of the form; plain short decimals take the short way. */
export function amountSql(text: string, trimmed: string, rules: AmountRules): string {
  if (rules.form === "minor") return minorSql(trimmed, rules);
  if (rules.form === "decimal") return decimalSql(text, longSql(trimmed));
  if (rules.form === "$1,234.50") return decimalSql(text, groupedSql(trimmed, [",", "."], rules));
  return groupedSql(trimmed, [".", ","], rules);
}

/** An amount as people write it: grouped by threes, perhaps with a sign of its currency, negative by minus or parentheses. */
function groupedSql(
  text: string,
  [group, point]: readonly [string, string],
  { currency }: AmountRules,
): string {
  const digits = `([0-9]{1,3}([${group}][0-9]{3})+|[0-9]+)([${point}][0-9]{1,${amountScale}})?`;
  const before = "([A-Z]{0,3}\\p{Sc}[ \\x{a0}]?)?";
  const after = "([ \\x{a0}]?\\p{Sc})?";
  const amount = `${digits}${after}`;
  const written = `-?${before}${amount}|${before}-${amount}|\\(${before}${amount}\\)`;
  const unsigned = `replace(regexp_replace(${text}, '[^0-9${point}]', '', 'g'), '${point}', '.')`;
  const minus = `CASE WHEN contains(${text}, '-') OR prefix(${text}, '(') THEN '-' ELSE '' END`;
  const plain = `concat(${minus}, ${unsigned})`;
  const isOwnSign = isSignOfSql(signSql(text), currency);
  return `CASE WHEN regexp_full_match(${text}, ${literal(written)}) AND ${isOwnSign} THEN ${decimalSql(plain, longSql(plain))} END`;
}

export interface AmountRules {
  readonly form: AmountForm;
  /** The row's currency, as SQL. */
  readonly currency: string;
  /** A value without a currency is a count and is taken as it stands. */
  readonly plainWithoutCurrency: boolean;
}

const long = `-?[0-9]{1,28}(\\.[0-9]{1,${amountScale}})?`;

/**
 * Reading text into a wide decimal costs fifteen times the scan of its file; into a narrow one, which widens freely, next to
 * nothing. What the narrow one writes again as it stood was read as it stood; that costs half of a pattern.
 */
function decimalSql(text: string, otherwise: string): string {
  const narrow = `TRY_CAST(${text} AS DECIMAL(18, 4))`;
  return `CASE
    WHEN starts_with(CAST(${narrow} AS VARCHAR), ${text}) AND NOT suffix(${text}, '.') THEN CAST(${narrow} AS ${amountType})
    WHEN ${text} IS NOT NULL THEN ${otherwise}
  END`;
}

function longSql(text: string): string {
  return `CASE WHEN regexp_full_match(${text}, ${literal(long)}) THEN TRY_CAST(${text} AS ${amountType}) END`;
}

function minorSql(text: string, { currency, plainWithoutCurrency }: AmountRules): string {
  const unusual = currencyCodes
    .codes()
    .map((code) => [code, minorDigits(code)] as const)
    .filter(([, digits]) => digits !== 2);
  const digits = [...new Set(unusual.map(([, count]) => count))].map((count) => {
    const codes = unusual.filter(([, own]) => own === count).map(([code]) => literal(code));
    return `WHEN ${currency} IN (${codes.join(", ")}) THEN ${count}`;
  });
  const none = plainWithoutCurrency ? "0" : "NULL";
  const places = `CASE ${digits.join(" ")} WHEN ${currency} IS NULL THEN ${none} ELSE 2 END`;
  const cents = `CAST(TRY_CAST(${text} AS DECIMAL(14, 0)) * CAST(0.01 AS DECIMAL(4, 4)) AS DECIMAL(18, 4))`;
  return `CASE
    WHEN regexp_full_match(${text}, '-?[0-9]{1,14}') AND ${places} = 2 THEN CAST(${cents} AS ${amountType})
    WHEN regexp_full_match(${text}, '-?[0-9]{1,28}')
      THEN TRY_CAST(${text} || 'e-' || CAST(${places} AS VARCHAR) AS ${amountType})
  END`;
}
