import type { Config } from "#config.ts";
import type { Watching } from "#watch-settings.ts";

/** A configuration whose endpoints may be replaced while the bot is at work; all else stays as it was at the start. */
export interface LiveConfig {
  readonly config: Config;
  replace(watch: Watching): void;
}

export function liveConfig(start: Config): LiveConfig {
  let { watch } = start;
  return {
    config: Object.freeze({
      ...start,
      get watch() {
        return watch;
      },
    }),
    replace: (next) => void (watch = next),
  };
}
