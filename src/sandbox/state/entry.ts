import type {
  BoxChannel,
  BoxFile,
  BoxGroup,
  BoxMessage,
  BoxPin,
  BoxUser,
} from "#sandbox/contract.ts";

/** The workspace and the app installed in it. */
export interface Installation {
  readonly teamId: string;
  readonly teamName: string;
  readonly teamDomain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  readonly appToken: string;
}

export interface FileShare {
  readonly channel: string;
  readonly ts: string;
  readonly thread_ts?: string;
}

/** A file as kept: `expected` until its bytes are here, then `uploaded`, and `complete` once somebody may see it. */
export interface StoredFile extends BoxFile {
  readonly state: "expected" | "uploaded" | "complete";
  /** The unguessable end of its upload address. */
  readonly ticket: string;
  readonly shares: readonly FileShare[];
}

/** Files completed but not yet posted: posting follows a little later, as in Slack. */
export interface PendingShare {
  readonly id: string;
  readonly channel: string;
  readonly thread_ts?: string;
  readonly text: string;
  readonly user: string;
  readonly files: readonly string[];
}

export interface Pin extends BoxPin {
  /** Seconds since 1970. */
  readonly created: number;
}

/** One change of the workspace as the journal keeps it; each replaces what it names. */
export type Entry =
  | { readonly type: "installation"; readonly installation: Installation }
  | { readonly type: "user"; readonly user: BoxUser }
  | { readonly type: "channel"; readonly channel: BoxChannel }
  | { readonly type: "group"; readonly group: BoxGroup }
  | { readonly type: "message"; readonly message: BoxMessage; readonly ends?: string }
  | { readonly type: "message_deleted"; readonly channel: string; readonly ts: string }
  | { readonly type: "file"; readonly file: StoredFile }
  | { readonly type: "file_deleted"; readonly id: string }
  | { readonly type: "share"; readonly share: PendingShare }
  | { readonly type: "pin"; readonly pin: Pin }
  | { readonly type: "unpin"; readonly channel: string; readonly ts: string };
