import type { App } from "@slack/bolt";

import type { Interaction } from "#slack/interaction.ts";
import { typedWords } from "#slack/typed-words.ts";
import {
  pictureErrors,
  pictureFormCallback,
  readPictureForm,
  readPictureMemory,
} from "#slack/views/picture-form.ts";

/** Keeps an interaction, acknowledges it, has it handled. */
export type Accept = (
  key: string,
  interaction: Interaction,
  acknowledge: () => Promise<void>,
) => Promise<void>;

/** The emoji that captures a message. */
const captures = "paperclip";

/** Binds what happens to messages in threads to the inbox; an event is acknowledged by its receiver once it is kept. */
export function hear(app: App, bot: string, accept: Accept): void {
  const keep = (id: string, interaction: Interaction | null): Promise<void> =>
    interaction ? accept(`event:${id}`, interaction, async () => {}) : Promise.resolve();

  app.event("message", async ({ event, body }) => {
    await keep(body.event_id, messageHeard(event as MessageHeard, bot));
  });

  app.event("reaction_added", async ({ event, body }) => {
    const { reaction, user, item } = event;
    if (reaction !== captures || item.type !== "message") return;
    await keep(body.event_id, marked(user, item.channel, item.ts));
  });

  app.event("pin_added", async ({ event, body }) => {
    const { user, item } = event as PinHeard;
    if (!item.message?.ts) return;
    await keep(body.event_id, marked(user, item.channel, item.message.ts));
  });

  app.event("app_home_opened", async ({ event, body }) => {
    if (event.tab !== "home") return;
    const { user } = event;
    const home = { kind: "home", user, channel: user, respond: null, thread: null } as const;
    await keep(body.event_id, home);
  });

  app.view(pictureFormCallback, async ({ body, view, ack }) => {
    const said = readPictureForm(view.state.values);
    const errors = pictureErrors(said);
    if (Object.keys(errors).length > 0) return ack({ response_action: "errors", errors });
    const memory = readPictureMemory(view.private_metadata);
    const interaction: Interaction = { kind: "picture", user: body.user.id, ...memory, ...said };
    await accept(`picture:${view.id}`, interaction, () => ack());
  });
}

interface PinHeard {
  readonly user: string;
  readonly item: { readonly channel: string; readonly message?: { readonly ts?: string } };
}

function marked(user: string, channel: string, ts: string): Interaction {
  return { kind: "marked", user, channel, ts, respond: null, thread: null };
}

interface Posted {
  readonly ts: string;
  readonly user?: string;
  readonly text?: string;
  readonly thread_ts?: string;
  readonly subtype?: string;
  readonly edited?: { readonly user: string; readonly ts: string };
  readonly files?: readonly { readonly id: string; readonly mode?: string }[];
}

interface MessageHeard extends Posted {
  readonly channel: string;
  readonly message?: Posted;
  readonly previous_message?: Posted;
}

/** Null for what is no evidence and changes none: talk without files, our own messages, whatever Slack itself adds. */
function messageHeard(event: MessageHeard, bot: string): Interaction | null {
  const { channel, message, previous_message: before, subtype, ts } = event;
  if (subtype === "message_deleted") return before ? amended(event, before, null, bot) : null;
  if (subtype === "message_changed") {
    if (!message || !before) return null;
    return amended(event, before, message.subtype === "tombstone" ? null : message, bot);
  }
  const { user, text = "", thread_ts: thread } = event;
  const files = filesOf(event);
  if (files.length === 0 || user === undefined || user === bot || thread === undefined) return null;
  const words = typedWords(text);
  return { kind: "shared", user, channel, thread, ts, text: words, files, respond: null };
}

function amended(
  { channel, ts }: MessageHeard,
  before: Posted,
  after: Posted | null,
  bot: string,
): Interaction | null {
  const { user, thread_ts: thread } = before;
  if (user === undefined || user === bot || thread === undefined) return null;
  const files = after ? filesOf(after) : [];
  const text = after ? typedWords(after.text ?? "") : null;
  if (text === typedWords(before.text ?? "") && files.join() === filesOf(before).join())
    return null;
  const by = after?.edited?.user ?? user;
  const changed = after?.edited?.ts ?? ts;
  const what = { ts: before.ts, text, files, changed };
  return { kind: "amended", user: by, channel, thread, respond: null, ...what };
}

/** A file that was deleted leaves a stone in its place. */
function filesOf({ files = [] }: Posted): string[] {
  return files.flatMap(({ id, mode }) => (mode === "tombstone" ? [] : [id]));
}
