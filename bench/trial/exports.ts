import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { commissionStatus, iso } from "./values.ts";
import { membersOf } from "./members.ts";
import { budgetsOf, cardsOf, dayOf, monthsOf } from "./months.ts";
import { campaigns, timezone } from "./program.ts";
import type { Sale, TrialProgram } from "./program.ts";

/** The exports of a program as its platform would give them at an instant: what is decided, paid or recorded later is not in them. */
export class TrialExports {
  readonly folder: string;
  readonly #program: TrialProgram;
  #written = 0;

  constructor(program: TrialProgram, folder: string) {
    this.#program = program;
    this.folder = folder;
  }

  async begin(): Promise<void> {
    await mkdir(join(this.folder, "exports"), { recursive: true });
    const names = Object.keys(this.#tables(0));
    const datasets = ["events", ...names].map((name) => `      ${name}: { files: '${name}.csv' }`);
    const yaml = `timezone: ${timezone}\ncurrency: USD\nrates: { files: rates.csv }\nsources:\n  acme:\n    kind: files\n    path: ./exports\n    timezone: UTC\n    datasets:\n`;
    await writeFile(join(this.folder, "countercheck.yml"), `${yaml}${datasets.join("\n")}\n`);
    await writeFile(join(this.folder, "rates.csv"), "date,from,to,rate\n2026-01-01,EUR,USD,1.1\n");
    const heading =
      "event_id,type,occurred_at,link_id,campaign_id,workspace_id,partner_id,conversion_id,amount,currency,referrer,is_bot";
    await writeFile(join(this.folder, "exports", "events.csv"), `${heading}\n`);
  }

  async write(now: number): Promise<void> {
    const { events } = this.#program;
    const rows: string[] = [];
    for (
      let event = events[this.#written];
      event && event.at <= now;
      event = events[this.#written]
    ) {
      const { id, type, at, link, host, isBot, conversion, amount } = event;
      const referrer = host === "" ? "" : `https://${host}/`;
      rows.push(
        [
          id,
          type,
          iso(at),
          link.id,
          link.campaign,
          "ws_1",
          link.partner,
          conversion,
          amount,
          referrer,
          isBot,
        ].join(","),
      );
      this.#written += 1;
    }
    if (rows.length > 0)
      await appendFile(join(this.folder, "exports", "events.csv"), `${rows.join("\n")}\n`);
    for (const [name, lines] of Object.entries(this.#tables(now))) {
      await writeFile(join(this.folder, "exports", `${name}.csv`), `${lines.join("\n")}\n`);
    }
  }

  #tables(now: number): Record<string, readonly string[]> {
    const { links, sales, customers, deliveries, faults, has, dayStart } = this.#program;
    const day = dayOf(this.#program, now);
    const recorded = sales.filter(({ recordedAt }) => recordedAt <= now);
    const paid = this.#payouts(recorded, now);
    const payoutOf = new Map(
      paid.flatMap((one) => one.sales.map((sale) => [sale.id, one] as const)),
    );
    const stale = faults.find(
      ({ kind, from, to }) => kind === "stale export" && day > from && day <= to + 1,
    );
    const cut = stale ? dayStart(stale.from) : now;
    return {
      conversions: [
        "conversion_id,order_id,occurred_at,recorded_at,approved_at,status,amount,currency,customer_id,link_id,campaign_id,workspace_id,program_id,partner_id",
        ...recorded.map((one) =>
          [
            one.id,
            one.order,
            iso(one.at),
            iso(one.recordedAt),
            one.decision === "approved" && one.decidedAt <= now
              ? iso(has("approved too early", one.day) ? one.at - 3 * 3_600_000 : one.decidedAt)
              : "",
            one.decidedAt <= now ? one.decision : "pending",
            one.amount.toFixed(2),
            one.currency,
            one.customer,
            one.link.id,
            one.campaign,
            "ws_1",
            "prg_1",
            one.link.partner,
          ].join(","),
        ),
      ],
      commissions: [
        "commission_id,conversion_id,status,amount,currency,created_at,approved_at,paid_at,payout_id,partner_id,program_id,type",
        ...recorded.map((one) => {
          const payout = payoutOf.get(one.id);
          const isApproved = one.decision === "approved" && one.decidedAt <= now;
          const outlives =
            has("commissions of refunds", one.day) &&
            one.decision !== "approved" &&
            one.decidedAt <= now;
          return [
            one.id.replace("cv", "cm"),
            one.id,
            outlives ? "approved" : commissionStatus(one, payout?.settled, now),
            one.commission.toFixed(2),
            "USD",
            iso(one.at),
            isApproved ? iso(one.decidedAt) : "",
            payout?.settled ? iso(payout.settled) : "",
            payout?.id ?? "",
            one.link.partner,
            "prg_1",
            "sale",
          ].join(",");
        }),
      ],
      payouts: [
        "payout_id,status,amount,currency,partner_id,program_id,period_start,period_end,initiated_at,paid_at",
        ...paid.map((one) =>
          [
            one.id,
            one.status,
            (one.cents / 100).toFixed(2),
            "USD",
            one.partner,
            "prg_1",
            one.from,
            one.to,
            iso(one.initiated),
            one.status === "completed" ? iso(one.settled) : "",
          ].join(","),
        ),
      ],
      customers: [
        "customer_id,created_at,first_sale_at,partner_id",
        ...customers
          .filter(({ firstAt }) => firstAt <= now)
          .map(({ id, firstAt, partner }) => [id, iso(firstAt), iso(firstAt), partner].join(",")),
      ],
      campaigns: [
        "campaign_id,name,cost_model,currency,status",
        ...campaigns.map(({ id, name, model }) => `${id},${name},${model},USD,active`),
      ],
      links: [
        "link_id,url,campaign_id,workspace_id,expected_sources,status",
        ...links.map(
          ({ id, campaign }) =>
            `${id},https://go.example/${id},${campaign},ws_1,google.com blog.example youtube.com newsletter.example,active`,
        ),
      ],
      deliveries: [
        "delivery_id,integration,status,attempts,occurred_at",
        ...deliveries
          .filter(({ at }) => at <= cut)
          .map((one) => [one.id, one.integration, one.status, one.attempts, iso(one.at)].join(",")),
      ],
      budgets: budgetsOf(this.#program, recorded, now),
      cards: cardsOf(this.#program, now),
      members: membersOf(this.#program, dayOf(this.#program, now) - 1, now),
      invoices: [
        "invoice_id,period,amount,currency,status,plan,usage",
        ...monthsOf(this.#program, now).flatMap((month) => {
          const issued = month.endOf("month").minus({ hours: 6 }).toMillis();
          if (issued > now) return [];
          const status = now > issued + 10 * 24 * 3_600_000 ? "paid" : "open";
          const name = month.toFormat("yyyy-MM");
          const line = `inv_${name},${name},499.00,USD,${status},Business,`;
          return has("billed twice", dayOf(this.#program, issued))
            ? [line, line.replace("inv_", "inv_b_")]
            : [line];
        }),
      ],
    };
  }

  /** Payouts of each month, made on the eighth of the next and settled two days later. */
  #payouts(recorded: readonly Sale[], now: number) {
    return monthsOf(this.#program, now).flatMap((month) => {
      const initiated = month.plus({ months: 1 }).set({ day: 8, hour: 15 }).toMillis();
      if (initiated > now) return [];
      const [first, last] = [month.toMillis(), month.endOf("month").toMillis()];
      const due = recorded.filter(
        ({ at, decision, decidedAt }) =>
          at >= first && at <= last && decision === "approved" && decidedAt < initiated,
      );
      return [...Map.groupBy(due, ({ link }) => link.partner)].map(([partner, sales]) => {
        const settles = initiated + 2 * 24 * 3_600_000;
        const on = dayOf(this.#program, initiated);
        const isStuck =
          this.#program.has("stuck payouts", on) && ["prt_1", "prt_2", "prt_3"].includes(partner);
        const hasFailed = this.#program.has("paid by a failed payout", on) && partner === "prt_4";
        const isSettled = settles <= now && !isStuck;
        return {
          id: `po_${month.toFormat("yyyy_MM")}_${partner}`,
          partner,
          sales,
          cents: sales.reduce((sum, { commission }) => sum + Math.round(commission * 100), 0),
          from: month.toFormat("yyyy-MM-dd"),
          to: month.endOf("month").toFormat("yyyy-MM-dd"),
          initiated,
          settled: isSettled ? settles : 0,
          status: !isSettled ? "processing" : hasFailed ? "failed" : "completed",
        };
      });
    });
  }
}
