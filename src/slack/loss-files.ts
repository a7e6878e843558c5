import type { ArtifactStore } from "#exports/artifacts.ts";
import { incidentKey } from "#slack/incident-teller.ts";
import { upload } from "#slack/outbox.ts";
import { lossSheet } from "#slack/views/loss-sheet.ts";
import type { LossesParts } from "#watch/loss/losses.ts";

/** Puts the list of who lost how much into the thread of an incident, once late records have had their time. */
export function slackLossFiles(
  artifacts: Pick<ArtifactStore, "put">,
): NonNullable<LossesParts["hearPartners"]> {
  return async (trx, { id, channel }, partners) => {
    if (channel === null) return;
    const name = `incident-${id.toLowerCase()}-lost-by-partner.csv`;
    const { file, bytes } = await artifacts.put(name, { data: lossSheet(partners) });
    const parent = incidentKey(id);
    await upload(
      trx,
      { key: `${parent}:lost`, channel, parent },
      {
        text: "🧾 Who probably lost how much, for making good",
        files: [{ file, title: "Lost by partner", bytes }],
      },
    );
  };
}
