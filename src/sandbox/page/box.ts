import type {
  BoxChange,
  BoxChannel,
  BoxCommand,
  BoxGroup,
  BoxMessage,
  BoxPin,
  BoxShortcut,
  BoxState,
  BoxUser,
  BoxView,
} from "../contract.ts";

/** What the page knows of the workspace; every change makes a new value, unchanged parts are shared. */
export interface Box {
  readonly team: BoxState["team"];
  readonly users: ReadonlyMap<string, BoxUser>;
  readonly channels: ReadonlyMap<string, BoxChannel>;
  /** Per channel, oldest first, replies among them. */
  readonly messages: ReadonlyMap<string, readonly BoxMessage[]>;
  readonly views: readonly BoxView[];
  readonly homes: readonly BoxView[];
  readonly pins: readonly BoxPin[];
  readonly groups: readonly BoxGroup[];
  readonly commands: readonly BoxCommand[];
  readonly shortcuts: readonly BoxShortcut[];
  readonly connected: boolean;
  readonly farSideFails: boolean | null;
}

export interface ThreadSummary {
  readonly replies: number;
  readonly lastTs: string;
  readonly users: readonly string[];
}

export function boxOf(state: BoxState): Box {
  const empty: Box = {
    team: state.team,
    users: new Map(state.users.map((user) => [user.id, user])),
    channels: new Map(state.channels.map((channel) => [channel.id, channel])),
    messages: new Map(),
    views: state.views,
    homes: state.homes,
    pins: state.pins,
    groups: state.groups,
    commands: state.commands,
    shortcuts: state.shortcuts,
    connected: state.connected,
    farSideFails: state.far_side_fails,
  };
  const messages = new Map(
    [...Map.groupBy(state.messages, (message) => message.channel)].map(([channel, list]) => [
      channel,
      list.toSorted(byTs),
    ]),
  );
  return { ...empty, messages };
}

/** Keeps what only this page remembers, when the workspace is read anew after a lost connection. */
export function withWhispers(box: Box, before: Box | null): Box {
  const whispers = [...(before?.messages.values() ?? [])]
    .flat()
    .filter(({ ephemeral_to: only }) => only !== undefined);
  return whispers.reduce((kept, message) => withChange(kept, { type: "message", message }), box);
}

export function withChange(box: Box, change: BoxChange): Box {
  switch (change.type) {
    case "message":
      return withMessages(box, change.message.channel, (list) => placed(list, change.message));
    case "message_deleted":
      return withMessages(box, change.channel, (list) =>
        list.filter((message) => message.ts !== change.ts),
      );
    case "view":
      return { ...box, views: placedView(box.views, change.view) };
    case "view_closed":
      return { ...box, views: box.views.filter((view) => view.id !== change.view_id) };
    case "far_side":
      return { ...box, farSideFails: change.fails };
    case "home":
      return { ...box, homes: placedView(box.homes, change.view) };
    case "pinned":
      return { ...box, pins: [...box.pins.filter((pin) => !isOf(pin, change.pin)), change.pin] };
    case "unpinned":
      return { ...box, pins: box.pins.filter((pin) => !isOf(pin, change)) };
    case "channel":
      return { ...box, channels: new Map(box.channels).set(change.channel.id, change.channel) };
    case "connected":
      return { ...box, connected: change.connected };
  }
}

/** The channel's own messages as one user sees them: no replies, no whispers to others. */
export function rootMessages(box: Box, channel: string, reader: string): BoxMessage[] {
  return readable(box, channel, reader).filter(isRoot);
}

/** The thread's first message and its replies, oldest first. */
export function threadMessages(
  box: Box,
  channel: string,
  thread: string,
  reader: string,
): BoxMessage[] {
  return readable(box, channel, reader).filter(
    (message) => message.ts === thread || message.thread_ts === thread,
  );
}

export function threadSummaries(
  box: Box,
  channel: string,
  reader: string,
): ReadonlyMap<string, ThreadSummary> {
  const replies = readable(box, channel, reader).filter((message) => !isRoot(message));
  const threads = Map.groupBy(replies, (message) => message.thread_ts ?? "");
  return new Map(
    [...threads].map(([thread, list]) => [
      thread,
      {
        replies: list.length,
        lastTs: list.at(-1)?.ts ?? thread,
        users: [...new Set(list.map((message) => message.user))],
      },
    ]),
  );
}

function isRoot(message: BoxMessage): boolean {
  return message.thread_ts === undefined || message.thread_ts === message.ts;
}

function readable(box: Box, channel: string, reader: string): BoxMessage[] {
  return (box.messages.get(channel) ?? []).filter(
    ({ ephemeral_to: only }) => only === undefined || only === reader,
  );
}

/** The pin on a message, if somebody pinned it. */
export function pinOf(box: Box, message: BoxMessage): BoxPin | undefined {
  return box.pins.find((pin) => isOf(pin, message));
}

function isOf(pin: BoxPin, { channel, ts }: { channel: string; ts: string }): boolean {
  return pin.channel === channel && pin.ts === ts;
}

function withMessages(
  box: Box,
  channel: string,
  change: (list: readonly BoxMessage[]) => readonly BoxMessage[],
): Box {
  const list = change(box.messages.get(channel) ?? []);
  return { ...box, messages: new Map(box.messages).set(channel, list) };
}

function placed(list: readonly BoxMessage[], message: BoxMessage): readonly BoxMessage[] {
  const index = list.findIndex(({ ts }) => ts === message.ts);
  return index < 0 ? [...list, message].toSorted(byTs) : list.with(index, message);
}

function placedView(views: readonly BoxView[], view: BoxView): readonly BoxView[] {
  const index = views.findIndex(({ id }) => id === view.id);
  return index < 0 ? [...views, view] : views.with(index, view);
}

function byTs(a: BoxMessage, b: BoxMessage): number {
  return a.ts < b.ts ? -1 : a.ts > b.ts ? 1 : 0;
}
