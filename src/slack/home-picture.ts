import type { Endpoint } from "#model/endpoint.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { givePicture } from "#slack/give-picture.ts";
import type { GivenPicture } from "#slack/give-picture.ts";
import { uptimePicture } from "#watch/endpoint-picture.ts";

type PictureDesk = Pick<Desk, "store" | "client" | "config" | "log">;

/** A picture is drawn anew when it is this old, in milliseconds, and somebody looks. */
const freshFor = 10 * 60_000;
/** No Home that is looked at shows one this old: it is taken back. */
const forgottenAfter = 60 * 60_000;
const dayLong = 86_400_000;
/** Endpoints of one picture. */
const mostEndpoints = 20;

/** How the endpoints stood in the last 24 hours, drawn for everybody's Home at most every ten minutes. */
export class HomePicture {
  readonly #desk: PictureDesk;
  #given: { readonly at: number; readonly picture: GivenPicture }[] = [];
  #making: Promise<GivenPicture | null> | null = null;

  constructor(desk: PictureDesk) {
    this.#desk = desk;
  }

  /** The picture of these endpoints, the worst first; null where there is none. */
  async of(endpoints: readonly Endpoint[]): Promise<GivenPicture | null> {
    const now = Date.now();
    const last = this.#given.at(-1);
    if (endpoints.length === 0) return null;
    if (last && now - last.at < freshFor) return last.picture;
    this.#making ??= this.#make(endpoints.slice(0, mostEndpoints), now).finally(() => {
      this.#making = null;
    });
    return this.#making;
  }

  /** One that fails costs nothing but itself, and is tried again with the next Home. */
  async #make(endpoints: readonly Endpoint[], now: number): Promise<GivenPicture | null> {
    const { store, client, config, log } = this.#desk;
    const { timezone, watch } = config;
    try {
      const title = "How endpoints stood in the last 24 hours";
      const parts = { db: store.db, keep: watch.keep, timezone, now, title };
      const png = await uptimePicture(endpoints, { from: now - dayLong, to: now }, parts);
      if (png === null) return null;
      const picture = await givePicture(client, png, { name: "endpoints.png", title });
      await this.#forget(now);
      this.#given.push({ at: now, picture });
      return picture;
    } catch (error) {
      log.warn({ said: wordsOf(error) }, "a picture of the endpoints could not be given");
      return null;
    }
  }

  async #forget(now: number): Promise<void> {
    const old = this.#given.filter(({ at }) => now - at > forgottenAfter);
    this.#given = this.#given.filter((each) => !old.includes(each));
    for (const { picture } of old) {
      await this.#desk.client.files.delete({ file: picture.file }).catch((error: unknown) => {
        this.#desk.log.warn({ said: wordsOf(error) }, "an old picture could not be taken back");
      });
    }
  }
}
