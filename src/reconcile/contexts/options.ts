import { scopeFields, displayScope } from "#model/filter-context.ts";
import type { Scope, ScopeField } from "#model/filter-context.ts";
import { boundsOf, readTimezone } from "#model/window.ts";
import type { ContextSearch } from "#reconcile/contexts/reading.ts";
import { identifier, literal, rowsOf } from "#reconcile/sql.ts";

/** What may be changed in the context asked for; the first scope and the first zone are the ones asked for. */
export interface Options {
  readonly scopes: readonly Scope[];
  readonly zones: readonly string[];
  /** Whether repeated orders can be told. */
  readonly duplicates: boolean;
  /** Whether late records can be told. */
  readonly late: boolean;
}

export async function optionsOf(search: ContextSearch): Promise<Options> {
  const { available } = search.conversions;
  return {
    scopes: await scopesOf(search),
    zones: zonesOf(search),
    duplicates: available.includes("order_id") && available.includes("partner_id"),
    late: available.includes("recorded_at") && search.card.capturedAt !== null,
  };
}

/** The level above, where the conversions tell to which one it belongs. */
const levelAbove = { link: "campaign", campaign: "workspace" } as const;

/** The scope asked for, that scope widened by one level, with one field dropped, and none at all; each once. */
export async function scopesOf(
  search: Pick<ContextSearch, "connection" | "conversions" | "context">,
): Promise<Scope[]> {
  const { context } = search;
  const asked = Object.fromEntries(scopeFields.map((field) => [field, context[field]])) as Scope;
  const none = Object.fromEntries(scopeFields.map((field) => [field, null])) as Scope;
  const widened: Scope[] = [];
  for (const field of ["link", "campaign"] as const) {
    const above = levelAbove[field];
    if (asked[field] === null || asked[above] !== null) continue;
    const owner = await ownerOf(search, field, above);
    if (owner !== null) widened.push({ ...asked, [field]: null, [above]: owner });
  }
  const dropped = scopeFields
    .filter((field) => asked[field] !== null)
    .map((field): Scope => ({ ...asked, [field]: null }));
  const scopes = [asked, ...widened, ...dropped, none];
  return [...new Map(scopes.map((scope) => [displayScope(scope), scope])).values()];
}

/** The one campaign of a link, or workspace of a campaign, by the conversions; null where they name none or several. */
async function ownerOf(
  {
    connection,
    conversions,
    context,
  }: Pick<ContextSearch, "connection" | "conversions" | "context">,
  field: ScopeField,
  above: ScopeField,
): Promise<string | null> {
  const columns = [`${field}_id`, `${above}_id`];
  if (!columns.every((column) => conversions.available.includes(column))) return null;
  const rows = await rowsOf(
    connection,
    `SELECT DISTINCT ${above}_id AS owner FROM ${identifier(conversions.table)}
    WHERE ${field}_id = ${literal(context[field] ?? "")} AND ${above}_id IS NOT NULL LIMIT 2`,
  );
  return rows.length === 1 ? String(rows[0]?.["owner"]) : null;
}

/** The reporting zone, the source's, UTC and the card's; of zones that read the window alike, the first. */
function zonesOf({ context, sourceTimezone, card }: ContextSearch): string[] {
  const zones = new Map<string, string>();
  for (const zone of [context.timezone, sourceTimezone, "UTC", card.timezone]) {
    if (zone === null) continue;
    const { start, end } = boundsOf(context, readTimezone(zone));
    const days = `${start.toMillis()} ${end.toMillis()}`;
    if (!zones.has(days)) zones.set(days, zone);
  }
  return [...zones.values()];
}
