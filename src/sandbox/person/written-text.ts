import type { Workspace } from "#sandbox/state/workspace.ts";

/** What a person typed as Slack passes it on: &, < and > escaped, @names and #channels as ids, in commands with the name beside it. */
export function writtenText(workspace: Workspace, text: string, isCommand = false): string {
  const users = new Map([...workspace.users.values()].map(({ name, id }) => [name, id]));
  const groups = new Map([...workspace.groups.values()].map(({ handle, id }) => [handle, id]));
  const channels = new Map([...workspace.channels.values()].map(({ name, id }) => [name, id]));
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(
      /(?<![\w@#])([@#])([a-z][a-z0-9._-]*[a-z0-9])/g,
      (whole, sign: string, name: string) => {
        const group = sign === "@" ? groups.get(name) : undefined;
        if (group !== undefined) return `<!subteam^${group}${isCommand ? `|@${name}` : ""}>`;
        const id = sign === "@" ? users.get(name) : channels.get(name);
        if (id === undefined || id.startsWith("D")) return whole;
        return isCommand ? `<${sign}${id}|${name}>` : `<${sign}${id}>`;
      },
    );
}
