import { randomBytes } from "node:crypto";

import type { View } from "@slack/types";

import { identified } from "./blocks/identify.ts";
import type { AppView } from "./blocks/view-rules.ts";
import type { BoxView } from "./contract.ts";
import { Refusal } from "./refusal.ts";
import type { Workspace } from "./state/workspace.ts";

const mostViews = 3;

/** The modals each person has open, the last one on top, and each one's Home; forgotten with the process, as a closed Slack would. */
export class Modals {
  readonly #stacks = new Map<string, BoxView[]>();
  readonly #homes = new Map<string, BoxView>();
  readonly #workspace: Workspace;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  get all(): BoxView[] {
    return [...this.#stacks.values()].flat();
  }

  get homes(): BoxView[] {
    return [...this.#homes.values()];
  }

  find(id: string): BoxView | undefined {
    return [...this.all, ...this.#homes.values()].find((view) => view.id === id);
  }

  findExternal(externalId: string): BoxView | undefined {
    return this.all.find(({ view }) => view.external_id === externalId);
  }

  home(user: string): BoxView | undefined {
    return this.#homes.get(user);
  }

  /** Replaces whatever the person has open. */
  open(user: string, view: AppView): BoxView {
    this.clear(user);
    return this.#place(user, view, []);
  }

  push(user: string, view: AppView): BoxView {
    const stack = this.#stacks.get(user) ?? [];
    if (stack.length === 0) throw new Refusal("not_found");
    if (stack.length >= mostViews) throw new Refusal("push_limit_reached");
    return this.#place(user, view, stack);
  }

  /** Shows another content under the same id; a hash that is not the current one is refused. */
  update(old: BoxView, view: AppView, hash?: string): BoxView {
    if (hash !== undefined && hash !== old.hash) throw new Refusal("hash_conflict");
    const next = this.#made(old.user, view, old.id, this.#stacks.get(old.user) ?? []);
    return this.#put(next);
  }

  publish(user: string, view: AppView, hash?: string): BoxView {
    const old = this.#homes.get(user);
    if (old && hash !== undefined && hash !== old.hash) throw new Refusal("hash_conflict");
    const next = this.#made(user, view, old?.id ?? viewId(), []);
    return this.#show(next);
  }

  showErrors(view: BoxView, errors: Readonly<Record<string, string>>): void {
    this.#put({ ...view, errors });
  }

  close(view: BoxView): void {
    const stack = (this.#stacks.get(view.user) ?? []).filter(({ id }) => id !== view.id);
    this.#stacks.set(view.user, stack);
    this.#workspace.tell({ type: "view_closed", view_id: view.id });
  }

  clear(user: string): void {
    for (const view of (this.#stacks.get(user) ?? []).toReversed()) this.close(view);
  }

  #place(user: string, view: AppView, below: BoxView[]): BoxView {
    const external = view.external_id;
    if (external !== undefined && this.findExternal(external))
      throw new Refusal("duplicate_external_id");
    const placed = this.#made(user, view, viewId(), below);
    this.#stacks.set(user, [...below, placed]);
    this.#workspace.tell({ type: "view", view: placed });
    return placed;
  }

  #put(next: BoxView): BoxView {
    if (next.view.type === "home") return this.#show(next);
    const stack = this.#stacks.get(next.user) ?? [];
    this.#stacks.set(
      next.user,
      stack.map((view) => (view.id === next.id ? next : view)),
    );
    this.#workspace.tell({ type: "view", view: next });
    return next;
  }

  #show(home: BoxView): BoxView {
    this.#homes.set(home.user, home);
    this.#workspace.tell({ type: "home", view: home });
    return home;
  }

  #made(user: string, view: AppView, id: string, stack: readonly BoxView[]): BoxView {
    const { installation, timestamps } = this.#workspace;
    const index = stack.findIndex((each) => each.id === id);
    const below = index < 0 ? stack : stack.slice(0, index);
    const hash = `${timestamps.next()}.${randomBytes(4).toString("hex")}`;
    const full = {
      id,
      team_id: installation.teamId,
      app_id: installation.appId,
      app_installed_team_id: installation.teamId,
      bot_id: installation.botId,
      private_metadata: "",
      callback_id: "",
      external_id: "",
      title: null,
      close: null,
      submit: null,
      clear_on_close: false,
      notify_on_close: false,
      ...view,
      blocks: identified(view.blocks),
      state: { values: {} },
      hash,
      root_view_id: below[0]?.id ?? id,
      previous_view_id: below.at(-1)?.id ?? null,
    };
    return { id, hash, user, view: full as unknown as View };
  }
}

function viewId(): string {
  return `V${randomBytes(6).toString("hex").toUpperCase()}`;
}
