import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

import { expect, test } from "vitest";

import { dataFolder, Program } from "./program.ts";
import type { Exit } from "./program.ts";

/** Milliseconds; a busy machine takes its time to start processes. */
const patience = 240_000;

/** How a process ended, and what it said line by line. */
function endOf({ status, printed, said }: Exit): object {
  return { status, printed, lines: said.trimEnd().split("\n") };
}

/** Refused by one sentence, without a stack trace. */
function refusedBy(words: string): object {
  return { status: 2, printed: "", lines: [expect.stringContaining(words)] };
}

const sources = `sources:
  acme: { kind: files, path: exports, timezone: UTC, datasets: { payouts: { files: "*.csv" } } }
`;

test(
  "a data folder has one owner, a port has one too, and a signal ends the owner cleanly",
  async () => {
    const data = await dataFolder();
    const elsewhere = await dataFolder();
    const config = join(data, "demo", "countercheck.yml");
    const slack = { SLACK_BOT_TOKEN: "xoxb-1", SLACK_APP_TOKEN: "xapp-1" };
    const owner = await Program.start({ data });
    const { port } = owner;

    const second = await Program.end({ data });
    const samePort = await Program.end({ data: elsewhere, port });
    const sameHealthPort = await Program.end({ data: elsewhere, port, config, env: slack });
    const stopped = await owner.stop("SIGTERM");
    const next = await Program.start({ data, port });
    const interrupted = await next.stop("SIGINT");

    expect(endOf(second)).toEqual(refusedBy(`The data folder ${data} is in use by process`));
    expect(endOf(samePort)).toEqual(
      refusedBy(`Port ${port} of 127.0.0.1 cannot be used for the workspace in the box`),
    );
    expect(endOf(sameHealthPort)).toEqual(refusedBy(`Port ${port} cannot be used: listen`));
    expect(endOf(stopped)).toMatchObject({ status: 0, lines: [""] });
    expect(endOf(interrupted)).toMatchObject({ status: 0, lines: [""] });
  },
  patience,
);

test(
  "a wrong countercheck.yml is refused by file, line and column, one that is not there by its name",
  async () => {
    const data = await dataFolder();
    const wrong = join(dirname(data), "countercheck.yml");
    await writeFile(wrong, `timezone: Mars/Base\ncurrency: USD\n${sources}`);
    const nowhere = join(dirname(data), "nowhere.yml");

    const refused = await Program.end({ data, config: wrong });
    const missing = await Program.end({ data, config: nowhere });

    expect(endOf(refused)).toEqual(refusedBy(`${wrong}:1:1: timezone: "Mars/Base" is not`));
    expect(endOf(missing)).toEqual(refusedBy(`No configuration at ${nowhere}`));
  },
  patience,
);
