import type { HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { Hono, type Context } from "hono";

import type { BoxRequests } from "#sandbox/contract.ts";
import { sentences } from "#sandbox/blocks/problem.ts";
import { chat } from "#sandbox/methods/chat.ts";
import { conversations } from "#sandbox/methods/conversations.ts";
import { files } from "#sandbox/methods/files.ts";
import { groups } from "#sandbox/methods/groups.ts";
import { marks } from "#sandbox/methods/marks.ts";
import { people } from "#sandbox/methods/people.ts";
import { views } from "#sandbox/methods/views.ts";
import type { Parts } from "#sandbox/parts.ts";
import { places, Refusal } from "#sandbox/refusal.ts";

import type { Method } from "./method.ts";

export type Server = { Bindings: HttpBindings };
type Fault = BoxRequests["/box/faults"];

const methods: Readonly<Record<string, Method>> = {
  ...chat,
  ...conversations,
  ...files,
  ...groups,
  ...marks,
  ...people,
  ...views,
};

/** The Web API: `/api/<method>`, arguments as form, JSON or query, the token as bearer or argument. */
export function webApi(parts: Parts): Hono<Server> {
  return new Hono<Server>().all("/:method", async (context) => {
    const name = context.req.param("method");
    const call = await argumentsOf(context);
    const wait = parts.pace?.take(name, String(call["channel"] ?? "")) ?? 0;
    if (wait > 0) return rateLimited(context, wait);
    const fault = parts.faults.meet(name, call);
    const early = fault && beforehand(context, fault);
    if (early) return early;
    const answer = await answerTo(parts, name, call, context.req.header("authorization"));
    const late = fault && (await afterwards(context, fault));
    if (late) return late;
    context.header("x-oauth-scopes", parts.scopes.join(","));
    return context.json(answer);
  });
}

async function answerTo(
  parts: Parts,
  name: string,
  call: Readonly<Record<string, unknown>>,
  authorization: string | undefined,
): Promise<object> {
  try {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method === undefined) throw new Refusal("unknown_method", { req_method: name });
    authorise(parts, method, authorization?.replace(/^Bearer /i, "") ?? call["token"]);
    const judged = method.arguments.safeParse(call, { reportInput: true });
    if (!judged.success)
      throw new Refusal("invalid_arguments", places(sentences(judged.error, "")));
    return { ok: true, ...(await method.run(judged.data, parts)) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: error.error, ...error.detail };
    throw error;
  }
}

function authorise({ workspace, scopes }: Parts, method: Method, token: unknown): void {
  if (method.token === "none") return;
  const { botToken, appToken } = workspace.installation;
  if (token === undefined || token === "") throw new Refusal("not_authed");
  if (token !== botToken && token !== appToken) throw new Refusal("invalid_auth");
  if (token !== (method.token === "app" ? appToken : botToken))
    throw new Refusal("not_allowed_token_type");
  const [needed] = method.scopes;
  if (needed !== undefined && !method.scopes.some((scope) => scopes.includes(scope)))
    throw new Refusal("missing_scope", { needed, provided: scopes.join(",") });
}

async function argumentsOf(context: Context<Server>): Promise<Record<string, unknown>> {
  const query = context.req.query();
  const type = context.req.header("content-type") ?? "";
  if (type.startsWith("application/json")) {
    const body: unknown = await context.req.json().catch(() => null);
    return { ...query, ...(body !== null && typeof body === "object" ? body : {}) };
  }
  const form = type.startsWith("application/x-www-form-urlencoded")
    ? Object.fromEntries(new URLSearchParams(await context.req.text()))
    : {};
  return { ...query, ...form };
}

function beforehand(context: Context<Server>, fault: Fault): Response | null {
  switch (fault.fault) {
    case "rate_limited":
      return rateLimited(context, fault.retry_after ?? 1);
    case "server_error":
      return context.text("Something went wrong", 500);
    case "invalid_blocks": {
      const refusal = `[ERROR] unsupported type: ${fault.block_type ?? "unknown"}`;
      return context.json({ ok: false, error: "invalid_blocks", ...places([refusal]) });
    }
    default:
      return null;
  }
}

async function afterwards(context: Context<Server>, fault: Fault): Promise<Response | null> {
  switch (fault.fault) {
    case "server_error_after_accept":
      return context.text("Something went wrong", 500);
    case "reset_after_accept":
      context.env.outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    case "hang_after_accept": {
      const { signal } = context.req.raw;
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      return RESPONSE_ALREADY_SENT;
    }
    default:
      return null;
  }
}

function rateLimited(context: Context<Server>, seconds: number): Response {
  context.header("retry-after", String(seconds));
  return context.json({ ok: false, error: "ratelimited" }, 429);
}
