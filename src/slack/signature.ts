import type { WebClient } from "@slack/web-api";

import { SourceError } from "#errors.ts";
import { wordsOf } from "#slack/delivery-failure.ts";

/** A user as a close is signed, `Name <mail>`; without an address that the bot may read, by their id in the workspace. */
export async function signatureOf(client: WebClient, user: string, team: string): Promise<string> {
  const { user: found } = await client.users.info({ user }).catch((error: unknown) => {
    throw new SourceError(`Slack did not say who ${user} is: ${wordsOf(error)}.`, { cause: error });
  });
  const { real_name: real, email } = found?.profile ?? {};
  const name = plain(real ?? found?.real_name ?? found?.name ?? user) || user;
  return `${name} <${plain(email ?? "").replaceAll(/\s/g, "") || `${user}@${team}.slack`}>`;
}

/** What git takes in the name of a person. */
function plain(text: string): string {
  return text
    .replaceAll(/[<>\p{Cc}]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}
