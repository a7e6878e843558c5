import { Hono } from "hono";

import type { Server } from "./api/web-api.ts";
import type { Parts } from "./parts.ts";
import { Refusal } from "./refusal.ts";
import { answerOccasion } from "./response.ts";

/** Where apps answer interactions: the response_url of a command or click. */
export function responseRoutes(parts: Parts): Hono<Server> {
  return new Hono<Server>().post("/:id", async (context) => {
    try {
      const to = parts.responses.use(context.req.param("id"));
      answerOccasion(parts, to, await context.req.json().catch(() => null));
      return context.text("ok");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isGone = error.error === "used_url" || error.error === "expired_url";
      return context.json({ ok: false, error: error.error, ...error.detail }, isGone ? 404 : 400);
    }
  });
}
