import { pino } from "pino";

import { endpointAt, watchingOf, watchOn } from "./watching.ts";

/** Watches so many endpoints of an address in a process of its own until it is killed or told to stop. */
const [databaseUrl = "", dataFolder = "", url = "", count = ""] = process.argv.slice(2);
const endpoints = Array.from({ length: Number(count) }, (_, index) =>
  endpointAt(`endpoint-${index}`, `${url}/${process.pid}`),
);
const log = pino({ level: "warn" }, pino.destination(2));
const options = { dataFolder, databaseUrl, log };
const { close } = await watchOn(options, watchingOf(endpoints), { log });
process.stdout.write("watching\n");
process.on("SIGTERM", () => void close());
