import type { PackageOrder } from "#evidence/package-orders.ts";
import type { Packages } from "#evidence/seal.ts";
import { completeness, missingArtifacts } from "#model/artifacts.ts";
import { escapeWithin } from "#slack/block-budget.ts";
import type { Message } from "#slack/message.ts";
import { message } from "#slack/message.ts";
import { bold, line, person, quote, richText } from "#slack/rich-text.ts";
import type { Upload } from "#slack/views/files.ts";
import { displayBytes, isPosted } from "#slack/views/files.ts";

/** What a run's thread gets when a package was asked for: the shared copy, how complete it is, and the root hash it is known by. */
export function packaged(order: PackageOrder, { root, shared }: Packages): Upload {
  const { askedBy, reason, record } = order;
  const missing = missingArtifacts(record.ledger);
  const why = reason === null ? [] : [`>${escapeWithin(reason, 600).replaceAll("\n", "\n>")}`];
  const { file, bytes } = shared;
  const kept = isPosted({ bytes })
    ? []
    : [`The package, ${displayBytes(bytes)}, is kept with the run; it is too large to post here.`];
  return {
    text: [
      `📦 *Evidence package with ${completeness(missing)}*, asked for by <@${askedBy}>`,
      ...why,
      ...kept,
      "Whoever gets it can check that it is this package, whole and unchanged:",
      `\`\`\`\ncountercheck evidence verify ${file} --root ${root}\n\`\`\``,
    ].join("\n"),
    files: isPosted({ bytes }) ? [{ file, title: `Evidence of ${record.title}`, bytes }] : [],
  };
}

/** The package could not be made. */
export function unpackaged({ askedBy }: PackageOrder, sentence: string): Message {
  return message(`The evidence could not be packaged. ${sentence}`, [
    richText(
      line(["❌ ", person(askedBy), " ", bold("The evidence could not be packaged.")]),
      quote(sentence, 1000),
    ),
  ]);
}
