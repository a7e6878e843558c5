import type { IncomingMessage, ServerResponse } from "node:http";

import { serving } from "./far-side.ts";

/** What can go wrong with a conversion between the click and its credit. */
export const faults = [
  "link_dead",
  "id_lost",
  "cookie_refused",
  "pixel_not_reached",
  "pixel_throttled",
  "kept_though_refused",
  "not_recorded",
  "recorded_late",
  "wrong_partner",
  "wrong_amount",
  "wrong_currency",
  "rounded",
  "wrong_commission",
  "wrong_status",
  "duplicate",
  "clean_up_failed",
  "clean_up_throttled",
  "report_down",
] as const;
export type Fault = (typeof faults)[number];

interface Conversion {
  readonly id: string;
  readonly order_id: string;
  readonly partner_id: string;
  readonly amount: string;
  readonly currency: string;
  readonly commission: string;
  status: string;
  readonly visibleAt: number;
}

/** A tracking platform on loopback, by a clock of its own: links, a pixel, a report, and a way to decline. */
export class Platform {
  fault: Fault | null = null;
  now = Date.parse("2026-11-21T02:00:00Z");
  readonly conversions: Conversion[] = [];
  readonly asked: string[] = [];
  base = "";
  #clicks = 0;

  async start(): Promise<this> {
    this.base = await serving((request, response) => this.#answer(request, response));
    return this;
  }

  /** Conversions that may be paid yet. */
  payable(): Conversion[] {
    return this.conversions.filter(({ status }) => status !== "rejected");
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.base);
    const route = `${request.method} /${url.pathname.split("/")[1] ?? ""}`;
    this.asked.push(route);
    if (route === "GET /go") return this.#click(response);
    if (route === "GET /land") return void response.end("<h1>Shop</h1>");
    if (route === "GET /pixel") return this.#convert(url, response);
    if (route === "GET /report") return this.#report(url, response);
    if (route === "DELETE /report") return this.#decline(url, response);
    response.writeHead(404).end();
  }

  #click(response: ServerResponse): void {
    if (this.fault === "link_dead") return void response.writeHead(503).end();
    this.#clicks += 1;
    const id = this.fault === "id_lost" ? "" : `?click_id=click-${this.#clicks}`;
    const cookie = this.fault === "cookie_refused" ? {} : { "set-cookie": "cid=1; Max-Age=3600" };
    response.writeHead(302, { location: `/land${id}`, ...cookie }).end();
  }

  #convert(url: URL, response: ServerResponse): void {
    if (this.fault === "pixel_not_reached") return void response.writeHead(502).end();
    if (this.fault === "pixel_throttled") return void response.writeHead(429).end();
    const late = this.fault === "recorded_late" ? 200_000 : 20_000;
    const number = this.fault === "duplicate" ? 2 : 1;
    for (let made = 0; made < number && this.fault !== "not_recorded"; made += 1) {
      this.conversions.push({
        id: `cv_${this.conversions.length}`,
        order_id: url.searchParams.get("order") ?? "",
        partner_id: this.fault === "wrong_partner" ? "p_other" : "p_canary",
        amount: { wrong_amount: "10.00", rounded: "0.02" }[String(this.fault)] ?? "0.01",
        currency: this.fault === "wrong_currency" ? "EUR" : "USD",
        commission: this.fault === "wrong_commission" ? "1.00" : "0.001",
        status: this.fault === "wrong_status" ? "fraud" : "pending",
        visibleAt: this.now + late,
      });
    }
    const status = this.fault === "kept_though_refused" ? 504 : 200;
    response.writeHead(status, { "content-type": "image/gif" }).end("GIF89a");
  }

  #report(url: URL, response: ServerResponse): void {
    if (this.fault === "report_down") return void response.writeHead(500).end();
    const data = this.conversions.filter(
      ({ order_id: order, visibleAt }) =>
        order === url.searchParams.get("order") && visibleAt <= this.now,
    );
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ data }));
  }

  #decline(url: URL, response: ServerResponse): void {
    if (this.fault === "clean_up_failed") return void response.writeHead(409).end();
    if (this.fault === "clean_up_throttled") return void response.writeHead(429).end();
    for (const conversion of this.conversions) {
      if (url.pathname.endsWith(`/${conversion.id}`)) conversion.status = "rejected";
    }
    response.writeHead(204).end();
  }
}
