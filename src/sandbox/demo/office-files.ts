import { Decimal, displayAmount } from "#model/money.ts";
import { at, bare, lastDate, localDate, monthsUntil } from "#sandbox/demo/calendar.ts";
import { type Card, cardsFor } from "#sandbox/demo/cards.ts";
import { campaigns, links, workspace } from "#sandbox/demo/cast.ts";
import { configChangesFor } from "#sandbox/demo/changes.ts";
import { csv, gzip, json, jsonLines, type Row, semicolonCsv } from "#sandbox/demo/forms.ts";
import type { Files } from "#sandbox/demo/ledger-files.ts";
import { deliveriesFor, membersFor } from "#sandbox/demo/operations.ts";
import { initiatedAt } from "#sandbox/demo/payouts.ts";
import type { Program } from "#sandbox/demo/program.ts";
import { type Spending, spendingOf } from "#sandbox/demo/spending.ts";

/** Everything around the ledger: dashboard, links, campaigns, budgets, deliveries, changes, members, invoices, rates. */
export function officeFiles(program: Program): Files {
  const { month, rates } = program;
  const spending = spendingOf(program);
  return new Map([
    ["exports/cards.json", json(cardsFor(program).map(cardRow))],
    ["exports/links.csv", csv(linkRows(program))],
    ["exports/campaigns.csv", csv(campaignRows(spending))],
    ["exports/budgets.csv", semicolonCsv(budgetRows(spending, month))],
    ["exports/deliveries.csv.gz", gzip(csv(deliveriesFor(month).map((row) => ({ ...row }))))],
    ["exports/config-changes.jsonl", jsonLines(configChangesFor(month).map((row) => ({ ...row })))],
    ["exports/members.csv", csv(membersFor(month).map((row) => ({ ...row })))],
    ["exports/invoices.csv", csv(invoiceRows(program))],
    [
      "rates.csv",
      csv(
        rates.rows.map(({ date, rate }) => ({
          date,
          from: "EUR",
          to: "USD",
          rate: rate.toFixed(4),
        })),
      ),
    ],
  ]);
}

function cardRow(card: Card): Row {
  const { metric, value, campaign, link, month, timezone, mode, statuses } = card;
  const money = metric === "revenue";
  return {
    metric,
    value: value.toFixed(money ? 2 : 0),
    workspace_id: workspace,
    campaign_id: campaign?.id ?? null,
    link_id: link?.id ?? null,
    window_start: `${month}-01`,
    window_end: lastDate(month),
    timezone,
    currency: money ? "USD" : null,
    statuses,
    mode,
    captured_at: bare(initiatedAt(month)),
  };
}

function linkRows({ events }: Program): Row[] {
  const byLink = Map.groupBy(
    events.filter(({ bot }) => !bot),
    ({ link }) => link,
  );
  return links.map((link) => {
    const seen = byLink.get(link) ?? [];
    return {
      link_id: link.id,
      url: link.url,
      partner_id: link.partner.id,
      campaign_id: link.campaign.id,
      workspace_id: workspace,
      expected_sources: link.sources.join(" "),
      clicks: seen.filter(({ type }) => type === "click").length,
      leads: seen.filter(({ type }) => type === "lead").length,
      sales: seen.filter(({ type }) => type === "sale").length,
      status: "active",
    };
  });
}

function campaignRows(spending: readonly Spending[]): Row[] {
  return campaigns.map((campaign) => {
    const own = spending.filter((one) => one.campaign === campaign);
    return {
      campaign_id: campaign.id,
      name: campaign.name,
      cost_model: campaign.costModel,
      budget: displayAmount(sum(own.map(({ budget }) => budget)), "USD"),
      spend: displayAmount(sum(own.map(({ spent }) => spent)), "USD"),
      currency: "USD",
      status: "active",
    };
  });
}

const creditUsedPercent = [61.4, 74.9, 93.2] as const;

function budgetRows(spending: readonly Spending[], month: string): Row[] {
  const credit = new Decimal(40_000);
  const workspaceRows = monthsUntil(month).map((period, index) => {
    const own = spending.filter((one) => one.month === period);
    const used = new Decimal(creditUsedPercent[index] ?? 0);
    return {
      scope: workspace,
      period,
      budget: continental(sum(own.map(({ budget }) => budget))),
      spent: continental(sum(own.map(({ spent }) => spent))),
      credit_limit: continental(credit),
      credit_used: continental(credit.times(used).div(100)),
      currency: "USD",
    };
  });
  const campaignBudgets = spending.map(({ campaign, month: period, budget, spent }) => ({
    scope: campaign.id,
    period,
    budget: continental(budget),
    spent: continental(spent),
    credit_limit: null,
    credit_used: null,
    currency: "USD",
  }));
  return [...workspaceRows, ...campaignBudgets];
}

function invoiceRows({ month, sales }: Program): Row[] {
  return monthsUntil(month).map((period) => {
    const used = sales.filter((sale) => localDate(sale.at).startsWith(period)).length;
    const last = period === month;
    return {
      invoice_id: `INV-${period.replace("-", "")}`,
      period,
      issued_at: bare(at(lastDate(period), "23:00")),
      amount: displayAmount(last ? "799" : "499", "USD"),
      currency: "USD",
      status: last ? "open" : "paid",
      plan: "growth",
      usage: `${used} of 1500 conversions`,
    };
  });
}

/** 1.234,50 */
function continental(amount: Decimal): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat("de-DE", digits).format(
    amount.toFixed(2) as Intl.StringNumericLiteral,
  );
}

function sum(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));
}
