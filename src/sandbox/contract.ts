import type { KnownBlock, View } from "@slack/types";

/** Shapes that the local server and its page share: Slack's own where Slack has one. */
export interface BoxUser {
  readonly id: string;
  readonly name: string;
  readonly real_name: string;
  readonly title: string;
  readonly is_bot: boolean;
  /** CSS colour of the avatar. */
  readonly color: string;
}

export interface BoxChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  /** Seen by its members alone. */
  readonly is_private?: true;
  readonly members: readonly string[];
}

export interface BoxFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly size: number;
  readonly user: string;
  readonly created: number;
}

export interface BoxMessage {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  readonly files?: readonly BoxFile[];
  readonly edited?: { readonly ts: string };
  readonly reactions?: readonly { readonly name: string; readonly users: readonly string[] }[];
  readonly metadata?: {
    readonly event_type: string;
    readonly event_payload: Record<string, unknown>;
  };
  /** Only this user sees it; it is not kept across a reload, as in Slack. */
  readonly ephemeral_to?: string;
  /** Deleted, but it has replies: what is left says so. */
  readonly is_deleted?: true;
}

/** A group of people that can be mentioned by its handle. */
export interface BoxGroup {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  readonly users: readonly string[];
}

/** A message somebody pinned to its channel. */
export interface BoxPin {
  readonly channel: string;
  readonly ts: string;
  readonly user: string;
}

/** What a test or the curious can make go wrong; `_after_accept` means that the call has had its effect. */
export type BoxFault =
  | "rate_limited"
  | "server_error"
  | "server_error_after_accept"
  | "reset_after_accept"
  | "hang_after_accept"
  | "invalid_blocks"
  | "duplicate_envelope"
  | "refresh_requested"
  | "none";

/** An open modal as one user sees it; `errors` by block id after a refused submission. */
export interface BoxView {
  readonly id: string;
  readonly hash: string;
  readonly user: string;
  readonly view: View;
  readonly errors?: Readonly<Record<string, string>>;
}

export interface BoxCommand {
  readonly command: string;
  readonly description: string;
  readonly usage_hint: string;
}

/** An action of the app on a message, in the menu “More actions”. */
export interface BoxShortcut {
  readonly name: string;
  readonly callback_id: string;
  readonly description: string;
}

/** GET /box/state */
export interface BoxState {
  readonly team: { readonly id: string; readonly name: string };
  readonly users: readonly BoxUser[];
  readonly channels: readonly BoxChannel[];
  readonly messages: readonly BoxMessage[];
  readonly views: readonly BoxView[];
  readonly commands: readonly BoxCommand[];
  readonly shortcuts: readonly BoxShortcut[];
  readonly groups: readonly BoxGroup[];
  readonly pins: readonly BoxPin[];
  /** The app's Home as it published it, by user. */
  readonly homes: readonly BoxView[];
  /** True while an app is connected by Socket Mode. */
  readonly connected: boolean;
  /** Whether the demo's API of payouts fails; null while nobody asks for it. */
  readonly far_side_fails: boolean | null;
}

/** GET /box/changes, one JSON per server-sent event; `message` inserts or replaces by channel and ts. */
export type BoxChange =
  | { readonly type: "message"; readonly message: BoxMessage }
  | { readonly type: "message_deleted"; readonly channel: string; readonly ts: string }
  | { readonly type: "view"; readonly view: BoxView }
  | { readonly type: "view_closed"; readonly view_id: string }
  | { readonly type: "home"; readonly view: BoxView }
  | { readonly type: "channel"; readonly channel: BoxChannel }
  | { readonly type: "pinned"; readonly pin: BoxPin }
  | { readonly type: "unpinned"; readonly channel: string; readonly ts: string }
  | { readonly type: "connected"; readonly connected: boolean }
  | { readonly type: "far_side"; readonly fails: boolean };

/** What the page posts, each to its own path, and always as one of the users. */
export interface BoxRequests {
  "/box/message": { user: string; channel: string; text: string; thread_ts?: string };
  /** Only one's own messages can be edited and deleted. */
  "/box/edit": { user: string; channel: string; ts: string; text: string };
  "/box/delete": { user: string; channel: string; ts: string };
  "/box/pin": { user: string; channel: string; ts: string; remove?: boolean };
  /** Runs one of the app's actions on a message: the app hears `message_action`. */
  "/box/shortcut": { user: string; channel: string; ts: string; callback_id: string };
  "/box/command": { user: string; channel: string; command: string; text: string };
  /** A click or choice in a message (`channel` and `ts`) or in a modal (`view_id`); `action` in Slack's block_actions shape. */
  "/box/action": {
    user: string;
    channel?: string;
    ts?: string;
    view_id?: string;
    action: Record<string, unknown>;
    /** view.state.values or message state.values. */
    state: Record<string, Record<string, unknown>>;
  };
  "/box/submit": { user: string; view_id: string; state: Record<string, Record<string, unknown>> };
  "/box/close": { user: string; view_id: string };
  /** Answers `{ ok, options }` or `{ ok, option_groups }` from the app's block_suggestion, asked in a message (`channel` and `ts`) or a modal (`view_id`). */
  "/box/options": {
    user: string;
    channel?: string;
    ts?: string;
    view_id?: string;
    action_id: string;
    block_id: string;
    value: string;
  };
  "/box/reaction": { user: string; channel: string; ts: string; name: string; remove?: boolean };
  /** Opens the app's Home for a user: the app hears `app_home_opened`. */
  "/box/home": { user: string };
  /** Lets the demo's API of payouts fail, or answer again. */
  "/box/far-side": { user: string; fails: boolean };
  /**
   * Switches a fault on for the next `times` (default 1) calls of `method`, for one `channel` if given; `none` ends them all.
   * `invalid_blocks` refuses messages with a block of `block_type`, as a workspace that does not know it yet;
   * `duplicate_envelope` and `refresh_requested` belong to method `socket`; `duplicate_envelope` of method `events_api` doubles the next event.
   */
  "/box/faults": {
    method: string;
    fault: BoxFault;
    times?: number;
    /** Seconds. */
    retry_after?: number;
    channel?: string;
    block_type?: string;
  };
}

/** Each POST answers this; `text` is the sentence Slackbot would show, e.g. that a command timed out. */
export type BoxAnswer =
  | {
      readonly ok: true;
      readonly options?: readonly unknown[];
      readonly option_groups?: readonly unknown[];
    }
  | { readonly ok: false; readonly error: string; readonly text: string };

/**
 * Besides: POST /box/upload (multipart: user, channel, thread_ts?, text?, then up to ten of file: one message)
 * and GET /box/files/<id> (the bytes).
 */
