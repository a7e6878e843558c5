import type { Faults } from "./api/faults.ts";
import type { Pace } from "./api/pace.ts";
import type { BoxCommand, BoxShortcut } from "./contract.ts";
import type { FarSide } from "./far-side.ts";
import type { Modals } from "./modals.ts";
import type { ResponseAddresses } from "./response-addresses.ts";
import type { Sockets } from "./socket/sockets.ts";
import type { Workspace } from "./state/workspace.ts";
import type { Tasks } from "./tasks.ts";
import type { Triggers } from "./triggers.ts";

/** What the server is made of, handed to everything that answers a request. */
export interface Parts {
  /** Where this server is reached, without a slash at its end. */
  readonly url: string;
  readonly workspace: Workspace;
  readonly sockets: Sockets;
  readonly triggers: Triggers;
  readonly modals: Modals;
  readonly responses: ResponseAddresses;
  readonly faults: Faults;
  readonly pace: Pace | null;
  readonly farSide: FarSide;
  readonly tasks: Tasks;
  readonly commands: readonly BoxCommand[];
  readonly shortcuts: readonly BoxShortcut[];
  readonly scopes: readonly string[];
  /** Event types the app subscribed to, or null for all there are. */
  readonly events: readonly string[] | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}
