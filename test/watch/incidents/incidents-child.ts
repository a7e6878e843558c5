import { sql } from "kysely";
import { pino } from "pino";

import { slackIncidents } from "#slack/incident-teller.ts";
import { openStore } from "#store/store.ts";
import { Incidents } from "#watch/incidents/incidents.ts";
import { endpoint, watching } from "./incidents.ts";

/** Takes up changes of so many endpoints in a process of its own until it is killed. */
const [databaseUrl = "", dataFolder = "", count = ""] = process.argv.slice(2);
const log = pino({ level: "silent" });
const store = await openStore({ dataFolder, databaseUrl, log });
const given = watching(
  Array.from({ length: Number(count) }, (_, index) => endpoint(`endpoint-${index}`)),
);
const slack = slackIncidents({ endpoints: () => given.endpoints });
const linger = `SELECT pg_sleep(0.3) /* process ${process.pid} lingers */`;
const incidents = new Incidents({
  store,
  watching: given,
  tellers: [
    slack,
    // Time enough to be killed between the message and the commit, by who sees this statement.
    { changed: async (trx) => void (await sql.raw(linger).execute(trx)) },
  ],
  log,
});
await incidents.work();
process.stdout.write("working\n");
