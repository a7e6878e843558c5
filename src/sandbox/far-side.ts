import { Hono } from "hono";

import type { Server } from "./api/web-api.ts";

/** A transparent picture of one pixel. */
const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** The demo program's platform, as far as it is looked at: a tracking pixel, and an API of payouts that a person can let fail. */
export class FarSide {
  readonly #changed: (fails: boolean) => void;
  #fails: boolean | null = null;

  constructor(changed: (fails: boolean) => void) {
    this.#changed = changed;
  }

  /** Whether the API of payouts fails; null while nobody asks for it, so that there is nothing to see in it. */
  get fails(): boolean | null {
    return this.#fails;
  }

  fail(fails: boolean): void {
    if (this.#fails === fails) return;
    this.#fails = fails;
    this.#changed(fails);
  }

  routes(): Hono<Server> {
    const app = new Hono<Server>();
    app.get("/pixel.gif", (context) =>
      context.body(pixel, 200, { "content-type": "image/gif", "cache-control": "no-store" }),
    );
    app.get("/api/payouts", (context) => {
      if (this.#fails === null) this.fail(false);
      if (this.#fails === true) return context.json({ error: "maintenance of the database" }, 503);
      return context.json({ status: "ok", payouts: 128 });
    });
    return app;
  }
}
