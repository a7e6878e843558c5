import type { BoxCommand } from "../contract.ts";
import type { Box } from "./box.ts";

/** Something a half-typed word may become. */
export interface Suggestion {
  /** What is written: a command with its slash, a name with its @. */
  readonly word: string;
  /** A command's arguments, a person's name. */
  readonly hint: string;
  readonly note: string;
  readonly user?: string;
}

/** The commands a half-typed first word may become, best first; none once the word is finished. */
export function completions(commands: readonly BoxCommand[], text: string): readonly BoxCommand[] {
  const word = /^\/(\S*)$/.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return [];
  const named = commands.map((command) => ({ command, name: command.command.slice(1) }));
  const starting = named.filter(({ name }) => name.startsWith(word));
  const containing = named.filter(({ name }) => !name.startsWith(word) && name.includes(word));
  return [...starting, ...containing].map(({ command }) => command);
}

export function commandSuggestions(
  commands: readonly BoxCommand[],
  text: string,
): readonly Suggestion[] {
  return completions(commands, text).map(({ command, usage_hint, description }) => ({
    word: command,
    hint: usage_hint,
    note: description,
  }));
}

/** The command being given arguments, for its usage hint. */
export function commandTyped(commands: readonly BoxCommand[], text: string): BoxCommand | null {
  const word = /^(\/\S+)\s/.exec(text)?.[1];
  return commands.find(({ command }) => command === word) ?? null;
}

/** The half-typed @name at the end of `before`, with its sign; empty when there is none. */
export function mentionTyped(before: string): string {
  return /(?<![\w@#])@[\w.-]*$/.exec(before)?.[0] ?? "";
}

/** Whom a half-typed @name may mean: the app first, then people, then groups; by handle or by any word of the name. */
export function mentions({ users, groups }: Box, typed: string): readonly Suggestion[] {
  const wanted = typed.slice(1).toLowerCase();
  const people = [...users.values()].map((user) => ({
    word: `@${user.name}`,
    hint: user.real_name,
    note: user.is_bot ? "App" : user.title,
    user: user.id,
    rank: user.is_bot ? 0 : 1,
  }));
  const teams = groups.map(({ handle, name, users: members }) => ({
    word: `@${handle}`,
    hint: name,
    note: `${members.length} ${members.length === 1 ? "person" : "people"}`,
    rank: 2,
  }));
  return [...people, ...teams]
    .filter(({ word, hint }) =>
      [word.slice(1), ...hint.split(/\s+/)].some((each) => each.toLowerCase().startsWith(wanted)),
    )
    .toSorted((a, b) => a.rank - b.rank);
}
