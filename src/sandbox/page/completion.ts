import type { BoxCommand } from "../contract.ts";

/** The commands a half-typed first word may become, best first; none once the word is finished. */
export function completions(commands: readonly BoxCommand[], text: string): readonly BoxCommand[] {
  const word = /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return [];
  const named = commands.map((command) => ({ command, name: command.command.slice(1) }));
  const starting = named.filter(({ name }) => name.startsWith(word));
  const containing = named.filter(({ name }) => !name.startsWith(word) && name.includes(word));
  return [...starting, ...containing].map(({ command }) => command);
}

/** The command being given arguments, for its usage hint. */
export function commandTyped(commands: readonly BoxCommand[], text: string): BoxCommand | null {
  const word = /^(\/\S+)\s/.exec(text)?.[1];
  return commands.find(({ command }) => command === word) ?? null;
}
