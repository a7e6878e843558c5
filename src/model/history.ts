import { z } from "zod";

import { address } from "#model/address.ts";
import type { Address } from "#model/address.ts";
import { duration } from "#model/duration.ts";

/** The lengths of time that looks are added up over, in milliseconds. */
export const spans = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
export type Span = keyof typeof spans;

/** How long what is known of a past span is kept, in milliseconds. */
export interface Keep {
  readonly minutes: number;
  readonly hours: number;
  readonly days: number;
}

/** Where metrics are read and heartbeats are taken. */
export interface Listen extends Address {
  /** True where the configuration names it; else any port will do when this one is taken. */
  readonly isAsked: boolean;
}

/** Share of the time, in percent, that an endpoint is to be up. */
export const objective = z
  .number()
  .gt(0, "write a share of the time in percent, like 99.9")
  .lt(100, "nothing is up all of the time: write a share below 100, like 99.9");

/** What is promised of an endpoint that promises nothing. */
export const usualObjective = 99.9;
const usualKeep = { minutes: "48h", hours: "400d", days: "1825d" };
export const usualListen: Listen = { host: "127.0.0.1", port: 9464, isAsked: false };

const atLeast = (least: number, said: string, otherwise: string) =>
  duration.refine((length) => length >= least, said).prefault(otherwise);

const listen = address(
  "write an address of this machine with a port, like 127.0.0.1:9464",
).transform((asked): Listen => ({ ...asked, isAsked: true }));

/** The keys under `watch:` that say what is kept, and where it is read. */
export const historyShape = {
  keep: z
    .strictObject({
      minutes: atLeast(2 * spans.hour, "keep minutes for 2h or longer", usualKeep.minutes),
      hours: atLeast(2 * spans.day, "keep hours for 2d or longer", usualKeep.hours),
      days: atLeast(31 * spans.day, "keep days for 31d or longer", usualKeep.days),
    })
    .prefault({}),
  /** Null for nowhere. */
  listen: listen.nullable().optional(),
  /** What the keys of heartbeats are derived from; without it, from one drawn once in the data folder. */
  beat_key: z.string().min(16, "make it 16 characters or longer").nullable().default(null),
};

/** What a configuration says that says nothing of it. */
export const usualHistory = {
  keep: { minutes: 2 * spans.day, hours: 400 * spans.day, days: 1825 * spans.day },
  beat_key: null,
};
