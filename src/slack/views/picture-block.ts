import type { ImageBlock } from "@slack/types";

import { cut } from "#slack/block-budget.ts";
import type { GivenPicture } from "#slack/give-picture.ts";

const longestAlternative = 1900;

/** Shows a picture that Slack was given. */
export function pictureBlock({ file, title }: GivenPicture): ImageBlock {
  return {
    type: "image",
    slack_file: { id: file },
    alt_text: cut(title, longestAlternative) || "Picture",
  };
}
