import { DateTime } from "luxon";

import { Decimal } from "#model/money.ts";
import type { Row } from "../tables.ts";

export interface Asked {
  readonly campaign: string | null;
  readonly link: string | null;
  readonly statuses: readonly string[];
  readonly metric: "revenue" | "conversions";
  readonly sourceTimezone: string;
  readonly cardTimezone: string | null;
  readonly capturedAt: string;
}

/** A way of counting: what is left of the scope, and the rest in the words of the rules. */
export interface Way {
  readonly scope: string;
  readonly statuses: readonly string[];
  readonly timezone: string;
  readonly currency: "converted" | "par";
  readonly duplicates: "every" | "once";
  readonly late_records: "included" | "excluded";
}

const fields = ["scope", "statuses", "timezone", "currency", "duplicates", "late_records"] as const;
const reporting = "America/New_York";
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The rules of export-mismatch one record at a time, slowly, as a person would try them: October 2026, USD in New York. */
export function byHand(rows: readonly Row[], rates: readonly Row[], asked: Asked) {
  const dayOf = (text: string, zone: string): string =>
    text.length === 10
      ? text
      : (DateTime.fromISO(text, { setZone: true }).setZone(zone).toISODate() ?? "");
  const converted = (row: Row): Decimal => {
    const amount = new Decimal(row["amount"] ?? "");
    if (row["currency"] === "USD") return amount;
    const day = dayOf(row["occurred_at"] ?? "", reporting);
    const known = rates.filter((rate) => (rate["date"] ?? "") <= day).at(-1);
    return amount.times(known?.["rate"] ?? "").toDecimalPlaces(2);
  };
  // Ten-thousandths of a dollar are whole numbers here, and a number holds them exactly.
  const whole = (amount: Decimal): number => amount.times(10_000).toNumber();
  const records = rows.map((row) => ({
    id: row["conversion_id"] ?? "",
    row,
    converted: asked.metric === "revenue" ? whole(converted(row)) : 10_000,
    par: asked.metric === "revenue" ? whole(new Decimal(row["amount"] ?? "")) : 10_000,
    instant: DateTime.fromISO(row["occurred_at"] ?? "", { zone: "utc" }).toMillis(),
    late:
      DateTime.fromISO(row["recorded_at"] ?? "").toMillis() >
      DateTime.fromISO(asked.capturedAt).toMillis(),
  }));
  type Counted = (typeof records)[number];

  const isIn = ({ row }: Counted, scope: string): boolean =>
    scope === "all" ||
    scope.split(" ").every((part) => {
      const [field, value] = part.split(":");
      return row[`${field}_id`] === value;
    });
  const isWithin = ({ row }: Counted, zone: string): boolean => {
    const day = dayOf(row["occurred_at"] ?? "", zone);
    return day >= "2026-10-01" && day <= "2026-10-31";
  };
  const held = (way: Way): Counted[] =>
    records.filter(
      (record) =>
        isIn(record, way.scope) &&
        isWithin(record, way.timezone) &&
        !(way.late_records === "excluded" && record.late),
    );
  const counted = (way: Way): Counted[] => {
    const all = held(way).filter(({ row }) => way.statuses.includes(row["status"] ?? ""));
    if (way.duplicates === "every") return all;
    const earlier = (a: Counted, b: Counted): boolean =>
      a.instant < b.instant || (a.instant === b.instant && a.id < b.id);
    return all.filter(
      (record) =>
        !record.row["order_id"] ||
        !all.some(
          (other) =>
            other.row["order_id"] === record.row["order_id"] &&
            other.row["partner_id"] === record.row["partner_id"] &&
            earlier(other, record),
        ),
    );
  };
  const valueIn = (way: Way, record: Counted): number =>
    way.currency === "par" ? record.par : record.converted;
  const count = (way: Way): number =>
    counted(way).reduce((sum, record) => sum + valueIn(way, record), 0);

  const { campaign, link } = asked;
  const scopes = new Set<string>();
  const campaignPart = campaign ? [`campaign:${campaign}`] : [];
  const linkPart = link ? [`link:${link}`] : [];
  scopes.add([...campaignPart, ...linkPart].join(" ") || "all");
  if (link && !campaign) {
    const owners = new Set(
      rows
        .filter((row) => row["link_id"] === link && row["campaign_id"])
        .map((row) => row["campaign_id"]),
    );
    if (owners.size === 1) scopes.add(`campaign:${[...owners][0]}`);
  }
  if (campaign) scopes.add(linkPart.join(" ") || "all");
  if (link) scopes.add(campaignPart.join(" ") || "all");
  scopes.add("all");
  const zones = [
    ...new Set([
      reporting,
      asked.sourceTimezone,
      "UTC",
      ...(asked.cardTimezone ? [asked.cardTimezone] : []),
    ]),
  ];
  const start: Way = {
    scope: [...scopes][0] ?? "",
    statuses: [...asked.statuses].sort(),
    timezone: reporting,
    currency: "converted",
    duplicates: "every",
    late_records: "included",
  };

  /** The sets that differ from the one asked for in statuses that the way's records have, and leave one of those. */
  const setsOf = (way: Way): string[][] => {
    const present = [...new Set(held(way).map(({ row }) => row["status"] ?? ""))];
    const occurring = new Set(
      records
        .filter(
          (record) =>
            [...scopes].some((scope) => isIn(record, scope)) &&
            zones.some((zone) => isWithin(record, zone)),
        )
        .map(({ row }) => row["status"] ?? ""),
    );
    const kept = asked.statuses.filter(
      (status) => occurring.has(status) && !present.includes(status),
    );
    let sets: string[][] = [[]];
    for (const status of present) sets = [...sets, ...sets.map((set) => [...set, status])];
    const askedHere = asked.statuses.filter((status) => present.includes(status));
    return sets
      .filter((set) => set.length > 0 && !same(set.toSorted(), askedHere.toSorted()))
      .map((set) => [...set, ...kept].sort());
  };

  function* ways(): Generator<Way> {
    for (const scope of scopes)
      for (const timezone of zones)
        for (const currency of ["converted", "par"] as const)
          for (const duplicates of ["every", "once"] as const)
            for (const late_records of ["included", "excluded"] as const) {
              const way = { ...start, scope, timezone, currency, duplicates, late_records };
              yield way;
              for (const statuses of setsOf(way)) yield { ...way, statuses };
            }
  }
  const changed = (way: Way) => fields.filter((field) => !same(way[field], start[field]));
  const distance = ({ statuses }: Way): number =>
    statuses.filter((status) => !start.statuses.includes(status)).length +
    start.statuses.filter((status) => !statuses.includes(status)).length;
  const places = (way: Way): string =>
    changed(way)
      .map((field) => fields.indexOf(field))
      .join("");
  const before = (a: Way, b: Way): number =>
    changed(a).length - changed(b).length ||
    places(a).localeCompare(places(b)) ||
    distance(a) - distance(b) ||
    [...scopes].indexOf(a.scope) - [...scopes].indexOf(b.scope) ||
    zones.indexOf(a.timezone) - zones.indexOf(b.timezone) ||
    (a.statuses.join() < b.statuses.join() ? -1 : 1);

  function explain(target: number) {
    const all = target === count(start) ? [] : [...ways()].filter((way) => count(way) === target);
    const fits = all
      .sort(before)
      .filter(
        (way, at) =>
          !all
            .slice(0, at)
            .some((simpler) => changed(simpler).every((field) => same(simpler[field], way[field]))),
      );
    const causes: Record<string, { amount: number; rows: number }> = {};
    let reached = start;
    for (const field of fits[0] ? changed(fits[0]) : []) {
      const next = { ...reached, [field]: fits[0]?.[field] } as Way;
      const [was, is] = [counted(reached), counted(next)];
      const moved = records.filter(
        (record) =>
          was.includes(record) !== is.includes(record) ||
          (is.includes(record) && valueIn(reached, record) !== valueIn(next, record)),
      );
      causes[field] = { amount: count(next) - count(reached), rows: moved.length };
      reached = next;
    }
    return {
      expected: { amount: count(start), rows: counted(start).length },
      gap: target - count(start),
      causes,
      unexplained: target - count(reached),
      hypotheses: fits.slice(0, 10).map((way) => changesOf(way)),
    };
  }
  const changesOf = (way: Way) =>
    Object.fromEntries(
      changed(way).map((field) => {
        const value = way[field];
        return [field, typeof value === "string" ? value : value.join(",")];
      }),
    );
  return { explain, count, scopes: [...scopes], zones, start };
}
