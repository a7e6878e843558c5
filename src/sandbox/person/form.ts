import { z } from "zod";

import { viewOf as judgedView } from "#sandbox/methods/views.ts";
import type { BoxAnswer, BoxRequests, BoxView } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { Refusal } from "#sandbox/refusal.ts";

import { viewOf } from "./act.ts";
import { missingFields } from "./fields.ts";
import { deliver, occasion, personOf, refused, unanswered } from "./interaction.ts";

const answerShape = z.discriminatedUnion("response_action", [
  z.object({ response_action: z.literal("errors"), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal("update"), view: z.unknown() }),
  z.object({ response_action: z.literal("push"), view: z.unknown() }),
  z.object({ response_action: z.literal("clear") }),
]);

/** Submits a modal: the app closes it, or answers errors, another view, or the end of the stack. */
export async function submit(
  parts: Parts,
  request: BoxRequests["/box/submit"],
): Promise<BoxAnswer> {
  const user = personOf(parts, request.user);
  const view = viewOf(parts, user.id, request.view_id);
  const missing = missingFields(view.view.blocks, request.state);
  if (Object.keys(missing).length > 0) {
    parts.modals.showErrors(view, missing);
    return { ok: true };
  }
  const delivery = await deliver(parts, {
    type: "interactive",
    accepts_response_payload: true,
    payload: {
      type: "view_submission",
      ...occasion(parts, user),
      view: { ...view.view, state: { values: request.state } },
      response_urls: [],
    },
  });
  if (delivery.state !== "acknowledged") return unanswered(parts, delivery.state);
  try {
    follow(parts, view, delivery.payload);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const detail = JSON.stringify(error.detail["errors"] ?? error.error);
    return refused(error.error, `The app answered with something Slack does not show: ${detail}`);
  }
}

function follow(parts: Parts, view: BoxView, payload: Readonly<Record<string, unknown>>): void {
  const { modals } = parts;
  if (payload["response_action"] === undefined) {
    modals.close(view);
    return;
  }
  const answer = answerShape.safeParse(payload);
  if (!answer.success) throw new Refusal("invalid_response_action");
  switch (answer.data.response_action) {
    case "errors":
      checkErrors(view, answer.data.errors);
      modals.showErrors(view, answer.data.errors);
      return;
    case "update":
      modals.update(view, judgedView(parts, answer.data.view, "modal"));
      return;
    case "push":
      modals.push(view.user, judgedView(parts, answer.data.view, "modal"));
      return;
    case "clear":
      modals.clear(view.user);
      return;
  }
}

function checkErrors({ view }: BoxView, errors: Readonly<Record<string, string>>): void {
  const inputs = view.blocks.filter(({ type }) => type === "input").map((block) => block.block_id);
  const unknown = Object.keys(errors).filter((id) => !inputs.includes(id));
  if (unknown.length > 0 || Object.keys(errors).length === 0)
    throw new Refusal("invalid_errors", { errors: unknown.map((id) => `no input block ${id}`) });
}

/** Closes the modal on top, or all of them if it says so; the app hears of it if it asked to. */
export async function close(parts: Parts, request: BoxRequests["/box/close"]): Promise<BoxAnswer> {
  const user = personOf(parts, request.user);
  const view = viewOf(parts, user.id, request.view_id);
  const { clear_on_close: clears, notify_on_close: notifies } = view.view as {
    clear_on_close?: boolean;
    notify_on_close?: boolean;
  };
  if (clears) parts.modals.clear(user.id);
  else parts.modals.close(view);
  if (notifies)
    await deliver(parts, {
      type: "interactive",
      accepts_response_payload: false,
      payload: {
        type: "view_closed",
        ...occasion(parts, user),
        view: view.view,
        is_cleared: clears === true,
      },
    });
  return { ok: true };
}
