import type { ActionsBlock } from "@slack/types";
import { z } from "zod";

import { cut } from "#slack/block-budget.ts";
import { parsedJson, readButton } from "#slack/views/button-value.ts";

export const pictureAction = "picture";

/** A picture of which nobody said yet what it shows. */
export interface Picture {
  readonly runId: string;
  /** The name it is kept under. */
  readonly file: string;
}

/** Buttons that ask what pictures show, each in a form. */
export function pictureButtons(runId: string, pictures: readonly NamedPicture[]): ActionsBlock {
  return {
    type: "actions",
    block_id: "pictures",
    elements: pictures.slice(0, 10).map(({ file, name }, index) => {
      const label =
        pictures.length === 1 ? "Say what it shows…" : `Say what ${cut(name, 30)} shows…`;
      return {
        type: "button",
        action_id: `${pictureAction}:${index}`,
        text: { type: "plain_text", text: label },
        value: JSON.stringify({ runId, file } satisfies Picture),
        ...(index === 0 ? { style: "primary" } : {}),
      };
    }),
  };
}

export interface NamedPicture {
  readonly file: string;
  /** As whoever shared it named it. */
  readonly name: string;
}

const picture = z.object({ runId: z.string(), file: z.string() });

/** Which picture a clicked button asks about. */
export function readPictureButton(value: string): Picture {
  return readButton(picture, parsedJson(value));
}
