import { DateTime } from "luxon";

import type { FilterContext } from "#model/filter-context.ts";
import type { Row } from "../tables.ts";
import type { Program } from "./explained.ts";

/** The rules of customer-count-mismatch one conversion at a time, as a person would apply them. */
export function byHand({ conversions, customers }: Program, context: FilterContext) {
  const dayOf = (text: string): string =>
    text.length === 10
      ? text
      : (DateTime.fromISO(text, { setZone: true }).setZone(context.timezone).toISODate() ?? "");
  const mail = (text: string | null | undefined): string => (text ?? "").trim().toLowerCase();
  const instant = (row: Row): number =>
    DateTime.fromISO(row["occurred_at"] ?? "", { zone: "utc" }).toMillis();
  const oldest = (found: Row[]): Row | undefined =>
    found.sort((a, b) =>
      `${a["created_at"] ?? "9"} ${a["customer_id"]}` <
      `${b["created_at"] ?? "9"} ${b["customer_id"]}`
        ? -1
        : 1,
    )[0];

  const asked = conversions
    .filter((row) => {
      const day = dayOf(row["occurred_at"] ?? "");
      if (day < context.from || day > context.to) return false;
      if (context.partner !== null && row["partner_id"] !== context.partner) return false;
      return context.statuses === null || context.statuses.includes(row["status"] ?? "");
    })
    .sort(
      (a, b) =>
        instant(a) - instant(b) ||
        ((a["conversion_id"] ?? "") < (b["conversion_id"] ?? "") ? -1 : 1),
    );

  const reached = new Set<string>();
  const causes: Record<string, string> = {};
  for (const row of asked) {
    const id = row["conversion_id"] ?? "";
    const [customer, external] = [row["customer_id"], row["customer_external_id"]];
    const email = mail(row["customer_email"]);
    if (!customer && !external && email === "") {
      causes[id] = "missing_identity";
      continue;
    }
    const byId = customers.find((each) => customer && each["customer_id"] === customer);
    const found =
      byId ??
      oldest(customers.filter((each) => external && each["external_id"] === external)) ??
      oldest(customers.filter((each) => email !== "" && mail(each["email"]) === email));
    if (!found) {
      causes[id] = "customer_not_exported";
    } else if (!reached.has(found["customer_id"] ?? "")) {
      reached.add(found["customer_id"] ?? "");
    } else {
      const isOtherEmail = email !== "" && byId?.["email"] && mail(byId["email"]) !== email;
      const isOtherId = external && byId?.["external_id"] && byId["external_id"] !== external;
      causes[id] = isOtherEmail && isOtherId ? "identity_merged" : "repeat_purchase";
    }
  }

  const isShared = (row: Row, other: Row): boolean =>
    row !== other &&
    ((mail(row["email"]) !== "" && mail(row["email"]) === mail(other["email"])) ||
      Boolean(row["external_id"] && row["external_id"] === other["external_id"]));
  const split = customers.filter((row) => customers.some((other) => isShared(row, other))).length;
  return { conversions: asked.length, customers: reached.size, causes, split };
}
