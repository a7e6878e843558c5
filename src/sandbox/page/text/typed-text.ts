import type { Box } from "../box.ts";
import { unescaped } from "./mrkdwn.ts";

/** A message's text as its author would type it: ids as names again. */
export function typedText(text: string, { users, channels, groups }: Box): string {
  const named = text.replaceAll(/<(@|#|!subteam\^)(\w+)(?:\|[^>]*)?>/g, (whole, sign, id) => {
    if (sign === "#") return nameOr(whole, "#", channels.get(String(id))?.name);
    const name =
      sign === "@" ? users.get(String(id))?.name : groups.find((each) => each.id === id)?.handle;
    return nameOr(whole, "@", name);
  });
  return unescaped(named);
}

function nameOr(whole: string, sign: string, name: string | undefined): string {
  return name === undefined ? whole : sign + name;
}
