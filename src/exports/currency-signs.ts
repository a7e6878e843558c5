import currencyCodes from "currency-codes";

/** What may stand for a currency beside its sign where the tables of the world's locales do not say so. */
const customary: Readonly<Record<string, string>> = { CAD: "C$", SGD: "S$", AUD: "A$" };

const wide = { from: "＄￥￡￦", to: "$¥£₩" } as const;

/** True when a sign like `$`, `US$` or `€` can mean the currency; `$` can mean any dollar or peso. */
export function isSignOf(sign: string, currency: string): boolean {
  const plain = sign.replace(/[＄￥￡￦]/gu, (mark) => wide.to.charAt(wide.from.indexOf(mark)));
  return signsOf(currency).includes(plain);
}

/** The sign of an amount as SQL, with the letters before it; empty where it has none. */
export function signSql(text: string): string {
  const narrow = `translate(${text}, '${wide.from}', '${wide.to}')`;
  return `regexp_replace(${narrow}, '[^A-Z\\p{Sc}]', '', 'g')`;
}

/** True as SQL where a sign can mean the currency; where there is no sign or no currency, nothing is contradicted. */
export function isSignOfSql(sign: string, currency: string): string {
  const known = currencyCodes.codes().flatMap((code) => {
    const signs = signsOf(code).map((own) => own.replaceAll("$", "\\$"));
    return signs.length === 0 ? [] : [`${code}(${signs.join("|")})`];
  });
  return `(${currency} IS NULL OR ${sign} = '' OR regexp_full_match(concat(${currency}, ${sign}), '${known.join("|")}'))`;
}

function signsOf(currency: string): string[] {
  if (!/^[A-Z]{3}$/.test(currency)) return [];
  const written = (["symbol", "narrowSymbol"] as const).map(
    (currencyDisplay) =>
      new Intl.NumberFormat("en", { style: "currency", currency, currencyDisplay })
        .formatToParts(0)
        .find(({ type }) => type === "currency")?.value,
  );
  const signs = [...written, customary[currency]].filter((sign) => sign !== undefined);
  const marks = [...new Set(signs.flatMap((sign) => sign.match(/\p{Sc}/gu) ?? []))];
  const letters = ["", currency.slice(0, 2), currency];
  const combined = marks.flatMap((mark) => letters.map((before) => before + mark));
  return [...new Set([...combined, ...signs.filter((sign) => /^[A-Z]*\p{Sc}$/u.test(sign))])];
}
