import type { HomeView } from "@slack/types";
import type { WebClient } from "@slack/web-api";
import { DateTime } from "luxon";

import { ChannelMembers } from "#slack/channel-members.ts";
import { boardOf } from "#slack/board.ts";
import { isRefusal, wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { endpointBoardOf } from "#slack/endpoint-board.ts";
import type { GivenPicture } from "#slack/give-picture.ts";
import { HomePicture } from "#slack/home-picture.ts";
import { openSteps, recentRuns } from "#slack/home-entries.ts";
import type { Standing } from "#slack/home-entries.ts";
import { permalinkOf } from "#slack/permalink.ts";
import { maskedPayload } from "#slack/shared-payload.ts";
import { homeView } from "#slack/views/home.ts";

/** Somebody who opened their Home is kept up to date for this long, in milliseconds; later it is made when they open it. */
const watchedFor = 15 * 60_000;
/** Changes of this long, in milliseconds, are shown together. */
const settling = 2000;
/** Addresses of messages never change; as many are remembered. */
const mostLinks = 1000;

type HomeDesk = Pick<Desk, "store" | "client" | "config" | "checks" | "groups" | "log" | "sharing">;

/** Each person's Home: made anew when they open it, and while they may be looking also when something changes. */
export class Homes {
  readonly #desk: HomeDesk;
  readonly #members: ChannelMembers;
  readonly #picture: HomePicture;
  readonly #watching = new Map<string, { until: number; shown: string }>();
  readonly #links = new Map<string, string>();
  #due: NodeJS.Timeout | null = null;
  #working: Promise<void> = Promise.resolve();

  constructor(desk: HomeDesk) {
    this.#desk = desk;
    this.#members = new ChannelMembers(desk.client, desk.log);
    this.#picture = new HomePicture(desk);
  }

  /** Somebody opened their Home; what Slack does not take is only logged, for they will open it again. */
  async opened(user: string): Promise<void> {
    this.#watching.set(user, { until: Date.now() + watchedFor, shown: "" });
    await this.#show(user);
  }

  /** Something was committed that a Home may tell of. */
  changed(): void {
    if (this.#watching.size === 0 || this.#due) return;
    this.#due = setTimeout(() => {
      this.#due = null;
      this.#working = this.#showAll();
    }, settling);
    this.#due.unref();
  }

  async stop(): Promise<void> {
    if (this.#due) clearTimeout(this.#due);
    this.#watching.clear();
    await this.#working;
  }

  async #showAll(): Promise<void> {
    for (const [user, { until }] of this.#watching) {
      if (until < Date.now()) this.#watching.delete(user);
      else await this.#show(user);
    }
  }

  async #show(user: string): Promise<void> {
    const { client, log } = this.#desk;
    try {
      const views = await this.#viewsOf(user);
      const shown = JSON.stringify(views);
      const watched = this.#watching.get(user);
      if (!watched || watched.shown === shown) return;
      const [whole, plain] = views;
      await client.views.publish({ user_id: user, view: whole }).catch((error: unknown) => {
        if (!isRefusal(error, "invalid_blocks", "invalid_arguments")) throw error;
        return client.views.publish({ user_id: user, view: plain });
      });
      watched.shown = shown;
    } catch (error) {
      log.warn({ said: wordsOf(error), user }, "a Home could not be shown");
    }
  }

  /** The Home, and the same without its picture, which Slack may not have made ready yet. */
  async #viewsOf(user: string): Promise<[whole: HomeView, plain: HomeView]> {
    const { store, config, groups, client, sharing } = this.#desk;
    const { roles } = config;
    const who = { user, groups: await groups.of(user, roles) };
    const isMember = this.#members.has.bind(this.#members);
    const steps = await openSteps(store.db, who, roles, isMember);
    const runs = await recentRuns(store.db, user);
    const board = await boardOf(store.db, this.#desk, DateTime.utc());
    const watched = await endpointBoardOf(store.db, config.watch, new Date());
    const told = [...steps, ...runs, ...board.outcomes, ...watched.incidents];
    const places = told.flatMap(({ at }) => at ?? []);
    const links = await Promise.all(places.map((at) => this.#link(client, at)));
    const linkOf = new Map(places.map((at, index) => [placeOf(at), links[index] ?? null]));
    const viewWith = (picture: GivenPicture | null): HomeView => {
      const entries = { user, steps, runs, board, watched: { ...watched, picture } };
      const view = homeView(entries, (at) => (at ? (linkOf.get(placeOf(at)) ?? null) : null));
      return sharing ? maskedPayload(view, sharing.mask) : view;
    };
    const picture = await this.#picture.of(watched.endpoints.map(({ endpoint }) => endpoint));
    return [viewWith(picture), viewWith(null)];
  }

  async #link(client: WebClient, at: Standing): Promise<string | null> {
    const place = placeOf(at);
    const known = this.#links.get(place);
    if (known !== undefined) return known;
    const link = await permalinkOf(client, at.channel, at.ts).catch(() => null);
    if (link === null) return null;
    if (this.#links.size >= mostLinks) this.#links.clear();
    this.#links.set(place, link);
    return link;
  }
}

function placeOf({ channel, ts }: Standing): string {
  return `${channel} ${ts}`;
}
