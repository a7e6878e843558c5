import { pino } from "pino";

import { openStore } from "#store/store.ts";

/** Opens the store of a folder, says so, and writes rows until it is killed, saying each once it is committed. */
const [dataFolder = ""] = process.argv.slice(2);
const store = await openStore({ dataFolder, databaseUrl: null, log: pino({ level: "silent" }) });
process.stdout.write("open\n");
for (let count = 0; ; count += 1) {
  await store.transaction((trx) =>
    trx
      .insertInto("workspace_trait")
      .values({ workspace: String(process.pid), trait: String(count), noted_at: new Date() })
      .execute(),
  );
  process.stdout.write(`${process.pid} ${count}\n`);
}
