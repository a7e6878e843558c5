import { z } from "zod";

import { parsed, word } from "#sandbox/api/arguments.ts";
import { method, type Method } from "#sandbox/api/method.ts";
import { judgeView, type AppView } from "#sandbox/blocks/view-rules.ts";
import type { BoxView } from "#sandbox/contract.ts";
import type { Parts } from "#sandbox/parts.ts";
import { places, Refusal } from "#sandbox/refusal.ts";

import { checkPictures } from "./content.ts";

const mostBytes = 250_000;

const open = method(
  [],
  z.object({ trigger_id: word, interactivity_pointer: word, view: z.unknown() }),
  (call, parts) => {
    const view = viewOf(parts, call.view, "modal");
    const user = parts.triggers.exchange(call.trigger_id ?? call.interactivity_pointer ?? "");
    return answer(parts.modals.open(user, view));
  },
);

const push = method(
  [],
  z.object({ trigger_id: word, interactivity_pointer: word, view: z.unknown() }),
  (call, parts) => {
    const view = viewOf(parts, call.view, "modal");
    const user = parts.triggers.exchange(call.trigger_id ?? call.interactivity_pointer ?? "");
    return answer(parts.modals.push(user, view));
  },
);

const update = method(
  [],
  z.object({ view_id: word, external_id: word, hash: word, view: z.unknown() }),
  (call, parts) => {
    const { modals } = parts;
    const old =
      call.view_id === undefined
        ? modals.findExternal(call.external_id ?? "")
        : modals.find(call.view_id);
    if (old === undefined) throw new Refusal("not_found");
    const view = viewOf(parts, call.view, old.view.type === "home" ? "home" : "modal");
    return answer(modals.update(old, view, call.hash));
  },
);

const publish = method(
  [],
  z.object({ user_id: z.string(), hash: word, view: z.unknown() }),
  (call, parts) => {
    if (!parts.workspace.users.has(call.user_id)) throw new Refusal("user_not_found");
    const view = viewOf(parts, call.view, "home");
    return answer(parts.modals.publish(call.user_id, view, call.hash));
  },
);

/** Judges a view an app sends by any way; throws Slack's refusal. */
export function viewOf(parts: Parts, value: unknown, type: "modal" | "home"): AppView {
  const given = parsed(value, "invalid_arguments");
  if (JSON.stringify(given ?? null).length > mostBytes) throw new Refusal("view_too_large");
  const judged = judgeView(given, type);
  if ("messages" in judged) throw new Refusal("invalid_arguments", places(judged.messages));
  checkPictures(parts.workspace, judged.view.blocks, "/view/blocks");
  return judged.view;
}

function answer({ view }: BoxView): { view: unknown } {
  return { view };
}

export const views: Readonly<Record<string, Method>> = {
  "views.open": open,
  "views.push": push,
  "views.update": update,
  "views.publish": publish,
};
