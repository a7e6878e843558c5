import { Hono, type Context } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";

import type { Server } from "#sandbox/api/web-api.ts";
import type { BoxAnswer, BoxChange, BoxRequests, BoxState } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";

import { act } from "./act.ts";
import { edit, erase, pin } from "./amend.ts";
import { command } from "./command.ts";
import { close, submit } from "./form.ts";
import { refused } from "./interaction.ts";
import { openHome, react, say } from "./say.ts";
import { shortcut } from "./shortcut.ts";
import { suggest } from "./suggest.ts";

const state = z.record(z.string(), z.record(z.string(), z.unknown()));
const actor = { user: z.string() };
const heartbeat = 20_000;

/** What people do: the page posts it here, and follows the workspace by `/changes`. */
export function personRoutes(parts: Parts): Hono<Server> {
  const app = new Hono<Server>();
  const route = <Path extends keyof BoxRequests>(
    path: Path,
    schema: z.ZodType,
    run: (parts: Parts, request: BoxRequests[Path]) => BoxAnswer | Promise<BoxAnswer>,
  ) =>
    app.post(path.replace("/box", ""), async (context) => {
      const judged = schema.safeParse(await context.req.json().catch(() => null));
      if (!judged.success)
        return context.json(refused("invalid_request", z.prettifyError(judged.error)), 400);
      return answered(context, () => run(parts, judged.data as BoxRequests[Path]));
    });

  app.get("/state", (context) => context.json(stateOf(parts)));
  app.get("/changes", (context) => changes(parts, context));

  const message = { channel: z.string(), ts: z.string() };
  const place = { channel: z.string(), thread_ts: z.string().optional() };
  route("/box/message", z.object({ ...actor, ...place, text: z.string() }), say);
  route("/box/edit", z.object({ ...actor, ...message, text: z.string() }), edit);
  route("/box/delete", z.object({ ...actor, ...message }), erase);
  route("/box/pin", z.object({ ...actor, ...message, remove: z.boolean().optional() }), pin);
  route(
    "/box/command",
    z.object({ ...actor, channel: z.string(), command: z.string(), text: z.string() }),
    command,
  );
  route(
    "/box/action",
    z.object({
      ...actor,
      channel: z.string().optional(),
      ts: z.string().optional(),
      view_id: z.string().optional(),
      action: z.record(z.string(), z.unknown()),
      state,
    }),
    act,
  );
  route("/box/submit", z.object({ ...actor, view_id: z.string(), state }), submit);
  route("/box/close", z.object({ ...actor, view_id: z.string() }), close);
  route(
    "/box/options",
    z.object({
      ...actor,
      channel: z.string().optional(),
      ts: z.string().optional(),
      view_id: z.string().optional(),
      action_id: z.string(),
      block_id: z.string(),
      value: z.string(),
    }),
    suggest,
  );
  route(
    "/box/reaction",
    z.object({
      ...actor,
      ...message,
      name: z.string().regex(/^[a-z0-9_+'-]{1,100}$/),
      remove: z.boolean().optional(),
    }),
    react,
  );
  route("/box/shortcut", z.object({ ...actor, ...message, callback_id: z.string() }), shortcut);
  route("/box/home", z.object(actor), openHome);
  route("/box/far-side", z.object({ ...actor, fails: z.boolean() }), (_, { fails }) => {
    parts.farSide.fail(fails);
    return { ok: true };
  });
  route(
    "/box/faults",
    z.object({
      method: z.string(),
      fault: z.enum([
        "rate_limited",
        "server_error",
        "server_error_after_accept",
        "reset_after_accept",
        "hang_after_accept",
        "invalid_blocks",
        "duplicate_envelope",
        "refresh_requested",
        "none",
      ]),
      times: z.int().min(1).optional(),
      retry_after: z.int().min(0).optional(),
      channel: z.string().optional(),
      block_type: z.string().optional(),
    }),
    (_, order) => {
      if (order.fault === "refresh_requested") parts.sockets.refreshOne();
      else parts.faults.order(order);
      return { ok: true };
    },
  );
  return app;
}

/** Answers a person; what Slack would refuse becomes a sentence. */
export async function answered(
  context: Context<Server>,
  run: () => BoxAnswer | Promise<BoxAnswer>,
): Promise<Response> {
  try {
    return context.json(await run());
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return context.json(refused(error.error, `That was not possible: ${error.error}.`));
  }
}

function stateOf(parts: Parts): BoxState {
  const { workspace, modals, commands, shortcuts, sockets, farSide } = parts;
  const { teamId, teamName } = workspace.installation;
  return {
    team: { id: teamId, name: teamName },
    users: [...workspace.users.values()],
    channels: [...workspace.channels.values()],
    messages: [...workspace.channels.keys()].flatMap((channel) => workspace.messages(channel)),
    views: modals.all,
    commands,
    shortcuts,
    groups: [...workspace.groups.values()],
    pins: [...workspace.channels.keys()].flatMap((channel) => workspace.pins(channel)),
    homes: modals.homes,
    connected: sockets.isConnected,
    far_side_fails: farSide.fails,
  };
}

function changes({ workspace }: Parts, context: Context<Server>): Response {
  return streamSSE(context, async (stream) => {
    const unwatch = workspace.watch((change: BoxChange) => {
      void stream.writeSSE({ data: JSON.stringify(change) });
    });
    const beat = setInterval(() => void stream.write(": still here\n\n"), heartbeat).unref();
    await stream.write(": welcome\n\n");
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    clearInterval(beat);
    unwatch();
  });
}
