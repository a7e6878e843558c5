import type { Kysely, Selectable, Transaction } from "kysely";

import { dueAt } from "#model/incident-due.ts";
import { incidentOf } from "#model/incident-fold.ts";
import type { Incident, IncidentEvent } from "#model/incident.ts";
import { storableJson } from "#model/storable.ts";
import type { Database } from "#store/schema.ts";
import type { IncidentTable } from "#store/watch-tables.ts";

type Db = Kysely<Database>;
type Trx = Transaction<Database>;
type Row = Selectable<IncidentTable>;

/** An incident, when people last heard of it, and when they are to hear of what happened since. */
export interface Kept {
  readonly incident: Incident;
  readonly toldAt: Date | null;
  readonly tellAt: Date | null;
}

/** Those that go on, oldest first. */
export async function openIncidents(db: Db): Promise<Incident[]> {
  return incidentsOf(db, await open(db).execute());
}

/** Those that go on, kept from whoever else would change one until the transaction ends. */
export async function lockOpen(trx: Trx): Promise<Kept[]> {
  return keptOf(trx, await open(trx).forUpdate().execute());
}

/** An incident as it stands; null where there is none of this id. */
export async function readIncident(db: Db, id: string): Promise<Incident | null> {
  const rows = await db.selectFrom("incident").selectAll().where("id", "=", id).execute();
  return (await incidentsOf(db, rows))[0] ?? null;
}

/** The same, kept from whoever else would change it until the transaction ends. */
export async function lockIncident(trx: Trx, id: string): Promise<Kept | null> {
  const one = trx.selectFrom("incident").selectAll().where("id", "=", id);
  return (await keptOf(trx, await one.forUpdate().execute()))[0] ?? null;
}

/** Those that went on at any time from one instant until another, oldest first. */
export async function recentIncidents(db: Db, from: Date, to: Date): Promise<Incident[]> {
  const rows = await db
    .selectFrom("incident")
    .selectAll()
    .where("opened_at", "<", to)
    .where((of) => of.or([of("ended_at", "is", null), of("ended_at", ">=", from)]))
    .orderBy("id")
    .execute();
  return incidentsOf(db, rows);
}

/** Keeps an incident as it stands now, after the events of it that are kept already. */
export async function keep(
  trx: Trx,
  incident: Incident,
  { known, tellAt }: { readonly known: number; readonly tellAt: Date | null },
): Promise<void> {
  const { id, channel, openedAt, endedAt, events } = incident;
  const due = dueAt(incident);
  const state = {
    shared: storableJson(incident.shared),
    ended_at: endedAt,
    tell_at: tellAt,
    due_at: due === null ? null : new Date(due),
  };
  await trx
    .insertInto("incident")
    .values({ id, channel, opened_at: openedAt, ...state })
    .onConflict((conflict) => conflict.column("id").doUpdateSet(state))
    .execute();
  const fresh = events.slice(known).map((event, index) => ({
    incident_id: id,
    sequence: known + index,
    event: storableJson(event),
  }));
  if (fresh.length > 0) await trx.insertInto("incident_event").values(fresh).execute();
}

/** People have heard of everything that happened so far. */
export async function markTold(trx: Trx, id: string, at: Date): Promise<void> {
  const told = { told_at: at, tell_at: null };
  await trx.updateTable("incident").set(told).where("id", "=", id).execute();
}

/** Nothing happens to it by itself before then. */
export async function putOff(trx: Trx, id: string, until: Date): Promise<void> {
  await trx.updateTable("incident").set({ due_at: until }).where("id", "=", id).execute();
}

function open(db: Db) {
  return db.selectFrom("incident").selectAll().where("ended_at", "is", null).orderBy("id");
}

async function incidentsOf(db: Db, rows: readonly Row[]): Promise<Incident[]> {
  return (await keptOf(db, rows)).map(({ incident }) => incident);
}

async function keptOf(db: Db, rows: readonly Row[]): Promise<Kept[]> {
  if (rows.length === 0) return [];
  const events = await db
    .selectFrom("incident_event")
    .selectAll()
    .where(
      "incident_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("incident_id")
    .orderBy("sequence")
    .execute();
  const byIncident = Map.groupBy(events, ({ incident_id: id }) => id);
  return rows.map(({ id, shared, channel, opened_at: opened, ...row }) => {
    const own: IncidentEvent[] = (byIncident.get(id) ?? []).map(({ event }) => event);
    const opening = { id, shared, channel, openedAt: opened.toISOString() };
    return { incident: incidentOf(opening, own), toldAt: row.told_at, tellAt: row.tell_at };
  });
}
