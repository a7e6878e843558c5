import { Client } from "undici";

import { ConfigError } from "#errors.ts";
import type { Records } from "#evidence/records.ts";
import { atSocket } from "#evidence/records-socket.ts";
import type { Question } from "#evidence/records-socket.ts";
import type { RunRecord } from "#evidence/run-record.ts";
import type { AuditRow } from "#runs/audit.ts";

/** Works with the records of the bot that is at work on a data folder; null when none answers there. */
export async function askBot<Result>(
  dataFolder: string,
  work: (records: Records) => Promise<Result>,
): Promise<{ readonly result: Result } | null> {
  return atSocket(dataFolder, async (path) => {
    const bot = new Client("http://bot", { socketPath: path });
    try {
      if (!(await isReady(bot))) return null;
      return { result: await work(recordsOf(bot, dataFolder)) };
    } finally {
      await bot.destroy();
    }
  });
}

/** No socket, or one that a killed bot left. */
async function isReady(bot: Client): Promise<boolean> {
  try {
    await (await sent(bot, { ask: "ready" })).body.dump();
    return true;
  } catch {
    return false;
  }
}

function recordsOf(bot: Client, dataFolder: string): Records {
  const ask = async (asked: Question): Promise<unknown> => {
    const { statusCode, body } = await sent(bot, asked).catch((cause: unknown) => {
      throw new ConfigError(`The bot of ${dataFolder} stopped while it was asked; try again.`, {
        cause,
      });
    });
    const answer = await body.json();
    if (statusCode === 200) return answer;
    throw new ConfigError(
      statusCode === 400
        ? `The bot of ${dataFolder} is of another version than this command; start it again.`
        : `The bot of ${dataFolder} could not answer; its log says why.`,
    );
  };
  return {
    async audited(runId) {
      const rows = (await ask({ ask: "audited", runId })) as (AuditRow & { at: string })[];
      return rows.map((row) => ({ ...row, at: new Date(row.at) }));
    },
    run: async (id) => (await ask({ ask: "run", id })) as RunRecord | null,
    async note({ at, actor, action, runId = null, channel = null, detail = {} }) {
      const entry = { at: at.toISOString(), actor, action, runId, channel, detail };
      await ask({ ask: "note", entry });
    },
  };
}

function sent(bot: Client, asked: Question) {
  return bot.request({ path: "/", method: "POST", body: JSON.stringify(asked) });
}
