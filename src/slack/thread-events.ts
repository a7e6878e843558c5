/** A message with files was posted in a thread. */
export interface SharedFiles {
  readonly kind: "shared";
  readonly ts: string;
  readonly text: string;
  /** Slack's ids. */
  readonly files: readonly string[];
}

/** A message was marked as evidence, by the paperclip or by pinning it. */
export interface Marked {
  readonly kind: "marked";
  readonly ts: string;
}

/** A message in a thread was changed or deleted by people. */
export interface Amended {
  readonly kind: "amended";
  readonly ts: string;
  /** Null where it was deleted. */
  readonly text: string | null;
  /** Slack's ids of the files it still has. */
  readonly files: readonly string[];
  /** The `ts` of the change, by which later ones are told from earlier ones. */
  readonly changed: string;
}

/** Somebody said what a picture shows. */
export interface PictureSaid {
  readonly kind: "picture";
  readonly runId: string;
  /** The name it is kept under. */
  readonly file: string;
  readonly filters: string;
  readonly range: string;
}

/** Somebody opened the app's Home. */
export interface HomeOpened {
  readonly kind: "home";
}
