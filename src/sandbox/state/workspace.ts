import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { BoxChange, BoxChannel, BoxGroup, BoxMessage, BoxUser } from "#sandbox/contract.ts";

import type { Entry, Installation, PendingShare, Pin, StoredFile } from "./entry.ts";
import { firstDay, laterEntries } from "./first-day.ts";
import { Journal } from "./journal.ts";
import { Messages } from "./messages.ts";
import { Timestamps } from "./timestamps.ts";

/** Entries below which a journal is short enough to be replayed as it is. */
const leastRewritten = 2000;

/** Everything the workspace remembers, in memory and in its journal. */
export class Workspace {
  readonly users = new Map<string, BoxUser>();
  readonly channels = new Map<string, BoxChannel>();
  readonly groups = new Map<string, BoxGroup>();
  readonly files = new Map<string, StoredFile>();
  readonly shares = new Map<string, PendingShare>();
  readonly timestamps: Timestamps;
  readonly #folder: string;
  readonly #journal: Journal<Entry>;
  readonly #messages = new Messages();
  readonly #pins = new Map<string, Pin>();
  readonly #listeners = new Set<(change: BoxChange) => void>();
  #installation: Installation | null = null;

  /** Opens the folder, replaying what happened in it; an empty one gets its first day. */
  constructor(folder: string, clock: () => number) {
    mkdirSync(join(folder, "files"), { recursive: true });
    this.#folder = folder;
    this.timestamps = new Timestamps(clock);
    let count = 0;
    this.#journal = Journal.open<Entry>(join(folder, "journal.jsonl"), (entry) => {
      count += 1;
      this.#apply(entry);
    });
    if (this.#installation === null) for (const entry of firstDay()) this.record(entry);
    if (this.groups.size === 0) for (const entry of laterEntries()) this.record(entry);
    const standing = this.#standing();
    if (count > leastRewritten && count > 2 * standing.length) this.#journal.rewrite(standing);
  }

  get installation(): Installation {
    if (this.#installation === null) throw new Error("The workspace has no installation.");
    return this.#installation;
  }

  get bot(): BoxUser {
    return this.user(this.installation.botUserId);
  }

  user(id: string): BoxUser {
    const user = this.users.get(id);
    if (user === undefined) throw new Error(`There is no user ${id}.`);
    return user;
  }

  /** Oldest first, ephemeral ones among them while this process lives. */
  messages(channel: string): BoxMessage[] {
    return this.#messages.of(channel);
  }

  message(channel: string, ts: string): BoxMessage | undefined {
    return this.#messages.get(channel, ts);
  }

  /** The thread's first message and its replies, oldest first. */
  thread(channel: string, ts: string): BoxMessage[] {
    return this.#messages.thread(channel, ts);
  }

  pins(channel: string): Pin[] {
    return [...this.#pins.values()].filter((pin) => pin.channel === channel);
  }

  filePath(id: string): string {
    return join(this.#folder, "files", id);
  }

  /** Keeps a change, then tells everyone who watches; ephemeral messages are not kept. */
  record(entry: Entry): void {
    const isEphemeral = entry.type === "message" && entry.message.ephemeral_to !== undefined;
    if (!isEphemeral) this.#journal.append(entry);
    this.#apply(entry);
    const change = changeOf(entry);
    if (change !== null) this.tell(change);
  }

  tell(change: BoxChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** Answers how to stop watching. */
  watch(listener: (change: BoxChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#journal.close();
  }

  /** The fewest entries that make the workspace what it is. */
  #standing(): Entry[] {
    const messages = [...this.channels.keys()].flatMap((channel) => this.messages(channel));
    return [
      ...[...this.users.values()].map((user): Entry => ({ type: "user", user })),
      ...[...this.channels.values()].map((channel): Entry => ({ type: "channel", channel })),
      ...[...this.groups.values()].map((group): Entry => ({ type: "group", group })),
      ...messages.map((message): Entry => ({ type: "message", message })),
      ...[...this.files.values()].map((file): Entry => ({ type: "file", file })),
      ...[...this.shares.values()].map((share): Entry => ({ type: "share", share })),
      ...[...this.#pins.values()].map((pin): Entry => ({ type: "pin", pin })),
      { type: "installation", installation: this.installation },
    ];
  }

  #apply(entry: Entry): void {
    switch (entry.type) {
      case "installation":
        this.#installation = entry.installation;
        return;
      case "user":
        this.users.set(entry.user.id, entry.user);
        return;
      case "channel":
        this.channels.set(entry.channel.id, entry.channel);
        return;
      case "group":
        this.groups.set(entry.group.id, entry.group);
        return;
      case "message":
        this.#messages.put(entry.message);
        this.timestamps.saw(entry.message.ts);
        if (entry.ends !== undefined) this.shares.delete(entry.ends);
        return;
      case "message_deleted":
        this.#messages.delete(entry.channel, entry.ts);
        return;
      case "file":
        this.files.set(entry.file.id, entry.file);
        return;
      case "file_deleted":
        this.files.delete(entry.id);
        return;
      case "share":
        this.shares.set(entry.share.id, entry.share);
        return;
      case "pin":
        this.#pins.set(`${entry.pin.channel} ${entry.pin.ts}`, entry.pin);
        return;
      case "unpin":
        this.#pins.delete(`${entry.channel} ${entry.ts}`);
        return;
    }
  }
}

function changeOf(entry: Entry): BoxChange | null {
  switch (entry.type) {
    case "message":
      return { type: "message", message: entry.message };
    case "message_deleted":
      return { type: "message_deleted", channel: entry.channel, ts: entry.ts };
    case "channel":
      return { type: "channel", channel: entry.channel };
    case "pin":
      return { type: "pinned", pin: entry.pin };
    case "unpin":
      return { type: "unpinned", channel: entry.channel, ts: entry.ts };
    default:
      return null;
  }
}
