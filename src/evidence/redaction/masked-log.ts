import { randomBytes } from "node:crypto";

import { pino } from "pino";
import type { DestinationStream, Logger } from "pino";

import { redactor } from "#evidence/redaction.ts";
import type { Redactor } from "#evidence/redaction.ts";
import { maskEverything } from "#model/redaction-policy.ts";

/** A log whose every text is masked, those of errors, their causes and their stacks, too. */
export interface MaskedLog {
  readonly log: Logger;
  /** Masks by this from now on; until then everything maskable is masked by a key of this process alone. */
  readonly maskBy: (redactor: Redactor) => void;
}

/** A masked log on standard error. */
export function maskedLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): MaskedLog {
  let current = redactor(maskEverything, randomBytes(32));
  // A written line is parsed again, because a serializer sees an error, but neither messages nor names bound to the log.
  const streamWrite = (line: string): string =>
    `${JSON.stringify(current.maskAll(JSON.parse(line) as unknown))}\n`;
  return {
    log: pino({ level, hooks: { streamWrite } }, destination),
    maskBy: (given) => {
      current = given;
    },
  };
}
