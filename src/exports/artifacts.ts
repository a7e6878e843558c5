/** The size of some bytes and their SHA-256 (hexadecimal). */
export interface Hashed {
  readonly bytes: number;
  readonly sha256: string;
}

/** Something kept: its name in the store, and what it is. */
export interface Artifact extends Hashed {
  readonly file: string;
}

/** Bytes to keep: a file on this machine, a stream, or what is in hand. */
export type Content =
  | { readonly path: string }
  | { readonly stream: AsyncIterable<Uint8Array> }
  | { readonly data: string | Uint8Array };

/** Bytes that arrived but have no name yet. */
export interface Received {
  /** What they are; those of a file are hashed when it is first asked for. */
  readonly hashed: () => Promise<Hashed>;
  /** Where the bytes can be read until they are kept or dropped. */
  readonly path: string;
  /** Gives them their name; bytes already kept under it are the same artifact, other bytes get `-2` before the extension. */
  readonly keep: (name: string) => Promise<Artifact>;
  /** The same without hashing them; resolves to the name they got. */
  readonly name: (name: string) => Promise<string>;
  readonly drop: () => Promise<void>;
}

/** Where exports, manifests and evidence are kept, bytes as received; nothing in it is ever overwritten. */
export interface ArtifactStore {
  receive(content: Content): Promise<Received>;
  /** Receives and keeps. */
  put(name: string, content: Content): Promise<Artifact>;
  /** A readable copy on this machine; throws a UsageError when nothing has that name. */
  pathOf(name: string): Promise<string>;
  /** Folders in which the paths it hands out lie. */
  readonly folders: readonly string[];
}
