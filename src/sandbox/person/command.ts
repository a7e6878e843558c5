import type { BoxAnswer, BoxRequests } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { channelFor, spokenName } from "#sandbox/methods/channel.ts";
import { Refusal } from "#sandbox/refusal.ts";
import { answerOccasion } from "#sandbox/response.ts";

import { deliver, personOf, refused, responseAddress } from "./interaction.ts";
import { writtenText } from "./written-text.ts";

/** A slash command: one envelope to the app, whose acknowledgement may say something. */
export async function command(
  parts: Parts,
  request: BoxRequests["/box/command"],
): Promise<BoxAnswer> {
  const { workspace, triggers, commands } = parts;
  const user = personOf(parts, request.user);
  const channel = channelFor(parts, user.id, request.channel);
  const { command: word } = request;
  if (!commands.some((each) => each.command === word))
    return refused("unknown_command", `${word} is not a valid command.`);
  const { teamId, teamDomain, appId } = workspace.installation;
  const delivery = await deliver(parts, {
    type: "slash_commands",
    accepts_response_payload: true,
    payload: {
      token: "local",
      team_id: teamId,
      team_domain: teamDomain,
      channel_id: channel.id,
      channel_name: spokenName(channel),
      user_id: user.id,
      user_name: user.name,
      command: word,
      text: writtenText(workspace, request.text.trim(), true),
      api_app_id: appId,
      is_enterprise_install: "false",
      response_url: responseAddress(parts, user.id, channel.id),
      trigger_id: triggers.issue(user.id),
    },
  });
  if (delivery.state === "timed_out") return failed(word, "operation_timeout");
  if (delivery.state === "not_connected") return failed(word, "dispatch_failed");
  if (Object.keys(delivery.payload).length === 0) return { ok: true };
  try {
    answerOccasion(parts, { user: user.id, channel: channel.id }, delivery.payload);
    return { ok: true };
  } catch (error) {
    if (error instanceof Refusal) return failed(word, error.error);
    throw error;
  }
}

function failed(word: string, error: string): BoxAnswer {
  return refused(error, `${word} failed with the error "${error}"`);
}
