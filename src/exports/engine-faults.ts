import { ConfigError } from "#errors.ts";

const noSpace =
  /no space left on device|disk quota exceeded|failed to offload|max_temp_directory_size/i;

/** The engine finding no room to spill or write below a folder as a ConfigError that says what to do; anything else unchanged. */
export function engineFault(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || !noSpace.test(error.message)) return error;
  return new ConfigError(
    `No space is left for ${folder}, where what does not fit into memory is put; free some, or name another folder with --data DIR.`,
    { cause: error },
  );
}
