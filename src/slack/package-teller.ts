import type { PackageTeller } from "#evidence/packaging.ts";
import type { PackageOrder } from "#evidence/package-orders.ts";
import type { Place } from "#slack/outbox.ts";
import { post, upload } from "#slack/outbox.ts";
import { packaged, unpackaged } from "#slack/views/packaged.ts";

/** Tells of packages in the thread of their run. */
export const packageTeller: PackageTeller = {
  async packaged(trx, order, made) {
    const shown = packaged(order, made);
    if (shown.files.length > 0) await upload(trx, placeOf(order), shown);
    else {
      const text = { type: "mrkdwn", text: shown.text } as const;
      const blocks = [{ type: "section", text } as const];
      await post(trx, placeOf(order), { text: shown.text, blocks, classic: null });
    }
  },
  async failed(trx, order, sentence) {
    await post(trx, placeOf(order), unpackaged(order, sentence));
  },
};

function placeOf({ id, runId, record }: PackageOrder): Place {
  return { key: `package:${id}`, channel: record.channel, parent: `run:${runId}` };
}
