import type { AnyBlock } from "@slack/types";

interface Input {
  readonly block_id: string;
  readonly optional?: boolean;
  readonly element: {
    readonly type: string;
    readonly action_id: string;
    readonly min_length?: number;
    readonly max_length?: number;
  };
}

type State = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What Slack itself refuses before the app is asked, by block id: required inputs left empty, texts too short or too long. */
export function missingFields(blocks: readonly AnyBlock[], state: State): Record<string, string> {
  const problems: Record<string, string> = {};
  for (const { block_id: block, optional, element } of inputs(blocks)) {
    const value = held(state[block]?.[element.action_id]);
    const { min_length: least = 0, max_length: most = 3000 } = element;
    if (value === null) {
      if (optional !== true) problems[block] = "Please complete this required field.";
    } else if (typeof value === "string" && element.type === "plain_text_input") {
      if (value.length < least) problems[block] = `Enter at least ${least} characters.`;
      if (value.length > most) problems[block] = `Enter at most ${most} characters.`;
    }
  }
  return problems;
}

function inputs(blocks: readonly AnyBlock[]): Input[] {
  return blocks.flatMap((block) => {
    if ("child_blocks" in block) return inputs(block.child_blocks);
    return block.type === "input" ? [block as unknown as Input] : [];
  });
}

/** The one value an element's state holds, null when there is nothing in it. */
function held(state: unknown): unknown {
  if (state === null || typeof state !== "object") return null;
  const [value = null] = Object.entries(state)
    .filter(([key]) => key !== "type")
    .map(([, each]) => each as unknown);
  const isEmpty = value === "" || (Array.isArray(value) && value.length === 0);
  return isEmpty ? null : value;
}
