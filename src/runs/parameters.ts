import type { DateTime } from "luxon";

import type { Config } from "#config.ts";
import { UsageError } from "#errors.ts";
import type { CardRequest } from "#model/card.ts";
import { cardMetrics, cardTabs } from "#model/card.ts";
import type { FilterContext } from "#model/filter-context.ts";
import { dateBases, scopeFields } from "#model/filter-context.ts";
import { isCurrency } from "#model/money.ts";
import { assertClosed, lastClosedMonth, parseWindow, readTimezone } from "#model/window.ts";
import { nearest, suggestion } from "#nearest.ts";
import type { ParameterName, Runbook } from "#runbook.ts";
import { readStatuses } from "#runs/asked-statuses.ts";

/** What a person asked for: a source of the configuration, a filter context, and the card to compare with. */
export interface Request {
  readonly source: string;
  readonly context: FilterContext;
  readonly card: CardRequest;
}

export type Given = Readonly<Record<string, string>>;

/** Reads `key=value` words; a value with spaces stands in double quotes. */
export function parseGiven(text: string): Given {
  const given: Record<string, string> = {};
  for (const word of text.match(/(?:[^\s"“”]|["“][^"”]*["”])+/g) ?? []) {
    const equals = word.indexOf("=");
    if (equals < 1) {
      throw new UsageError(
        `"${word}" is not key=value; write it like ${meant(word) ?? "window=2026-10 or partner=prt_003"}.`,
      );
    }
    const key = word.slice(0, equals);
    if (key in given) throw givenTwice(key);
    given[key] = word.slice(equals + 1).replaceAll(/["“”]/g, "");
  }
  return given;
}

/** A bare word that can only be one parameter's value, with that parameter before it. */
function meant(word: string): string | null {
  if (/^\d{4}-\d{2}(-\d{2}(\.\.\d{4}-\d{2}-\d{2})?)?$/.test(word)) return `window=${word}`;
  if (isCurrency(word)) return `currency=${word}`;
  return /^[A-Z]\w+\/\w+/.test(word) ? `timezone=${word}` : null;
}

export function givenTwice(key: string): UsageError {
  return new UsageError(`${key} is given twice; write it once.`, [key]);
}

/** Turns what was given for a runbook into a request, filling in the configuration's timezone and currency and the last closed month; a UsageError holds every mistake. */
export function resolveRequest(
  runbook: Pick<Runbook, "id" | "parameters"> & Partial<Pick<Runbook, "steps">>,
  given: Given,
  config: Config,
  now: DateTime,
): Request {
  const mistakes = new Mistakes();
  mistakes.inGiven(runbook, given);
  const value = (name: ParameterName): string | null => given[name]?.trim() ?? null;
  const zone = mistakes.in("timezone", () => readTimezone(value("timezone") ?? config.timezone));
  const timezone = zone ?? "UTC";
  const window = mistakes.in("window", () => {
    const read = parseWindow(value("window") ?? lastClosedMonth(now, timezone), timezone);
    if (zone !== null) assertClosed(read, now);
    return read;
  });
  const currency = mistakes.in("currency", () =>
    readCurrency(value("currency") ?? config.currency),
  );
  const source = mistakes.in("source", () => sourceOf(value("source"), config));
  const card = {
    value: mistakes.in("card", () => amountOf("card", value("card"))),
    metric: mistakes.in("metric", () => wordOf("metric", value("metric"), cardMetrics)),
    tab: mistakes.in("tab", () => wordOf("tab", value("tab"), cardTabs)),
  };
  const statuses = mistakes.in("status", () => readStatuses(value("status"), runbook.steps ?? []));
  const basis = mistakes.in("date_basis", () =>
    wordOf("date_basis", value("date_basis"), dateBases),
  );
  mistakes.in("card", () => assertOneCard(card));
  mistakes.refuse();
  if (window === null || currency === null || source === null) throw new Error("not refused");
  const scope = Object.fromEntries(scopeFields.map((field) => [field, value(field)])) as Pick<
    FilterContext,
    (typeof scopeFields)[number]
  >;
  const costModel = value("cost_model")?.toLowerCase() ?? null;
  const context: FilterContext = {
    ...scope,
    ...window,
    statuses,
    currency,
    date_basis: basis ?? "event",
    cost_model: costModel,
  };
  return { source, context, card: ofRevenueUnlessSaid(card, runbook) };
}

/** Refuses what is not taken, or is empty, of what was given; a UsageError holds every mistake. */
export function assertTaken(taking: Pick<Runbook, "id" | "parameters">, given: Given): void {
  const mistakes = new Mistakes();
  mistakes.inGiven(taking, given);
  mistakes.refuse();
}

/** A number is read off one card. */
function assertOneCard({ value, metric, tab }: CardRequest): void {
  if (value === null || metric === null || tab === null) return;
  throw new UsageError(
    `card=${value} is read off one card; give metric=${metric} or tab=${tab}, whichever it is, and not both.`,
    ["card"],
  );
}

/** Where a number could be of several cards, it is revenue unless a metric or a tab is named. */
function ofRevenueUnlessSaid(
  card: CardRequest,
  { parameters }: Pick<Runbook, "parameters">,
): CardRequest {
  const isOpen = card.value !== null && card.metric === null && card.tab === null;
  const hasSeveral = parameters.includes("metric") && parameters.includes("tab");
  return isOpen && hasSeveral ? { ...card, metric: "revenue" } : card;
}

/** Everything that is wrong with what a person gave, so that they learn of it at once. */
class Mistakes {
  readonly #found = new Map<string, UsageError>();

  /** Reads a field; null when it cannot be read, or was found wrong before. */
  in<Value>(field: string, read: () => Value): Value | null {
    if (this.#found.has(field)) return null;
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#found.set(field, error);
      return null;
    }
  }

  /** What is not taken, or is empty. */
  inGiven(taking: Pick<Runbook, "id" | "parameters">, given: Given): void {
    for (const [key, text] of Object.entries(given)) {
      this.in(key, () => {
        assertParameter(taking, key);
        assertFilled(key, text);
      });
    }
  }

  refuse(): void {
    const [first, ...others] = this.#found.values();
    if (first) throw UsageError.all([first, ...others]);
  }
}

/** A currency of ISO 4217, whatever the case; anything else is a UsageError. */
export function readCurrency(text: string): string {
  const currency = text.toUpperCase();
  if (isCurrency(currency)) return currency;
  throw new UsageError(`Currency "${currency}" is not one of ISO 4217; write it like USD.`, [
    "currency",
  ]);
}

function amountOf(key: ParameterName, text: string | null): string | null {
  if (text === null || /^-?\d{1,24}(\.\d{1,10})?$/.test(text)) return text;
  throw new UsageError(`${key}=${text} is not a plain number; write it like ${key}=12400.00.`, [
    key,
  ]);
}

function wordOf<Word extends string>(
  key: ParameterName,
  text: string | null,
  known: readonly Word[],
): Word | null {
  const found = known.find((word) => word === text?.toLowerCase()) ?? null;
  if (text === null || found !== null) return found;
  throw new UsageError(`${key}=${text} is not known.${suggestion(text, known)}`, [key]);
}

function assertParameter(
  { id, parameters }: Pick<Runbook, "id" | "parameters">,
  key: string,
): void {
  if ((parameters as string[]).includes(key)) return;
  const near = nearest(key, parameters);
  throw new UsageError(
    `${id} takes no "${key}".${near ? ` Did you mean ${near}?` : ""} It takes ${parameters.join(", ")}.`,
    [key],
  );
}

/** What each parameter stands for when it is left out; to leave it empty could mean to narrow the run. */
const leftOut: Readonly<Record<string, string>> = {
  source: "the only source there is",
  window: "the last closed month",
  timezone: "the configuration's timezone",
  currency: "the configuration's currency",
  status: "all statuses",
  date_basis: "the date of the event",
  cost_model: "every cost model",
  card: "the card of the export",
  metric: "revenue",
  tab: "every tab",
} satisfies Partial<Record<ParameterName, string>>;

function assertFilled(key: string, text: string): void {
  if (/[^\s,]/.test(text)) return;
  throw new UsageError(`${key}= is empty; leave it out for ${leftOut[key] ?? `all ${key}s`}.`, [
    key,
  ]);
}

function sourceOf(asked: string | null, { sources, file }: Config): string {
  const known = [...sources.keys()];
  if (asked !== null) {
    if (sources.has(asked)) return asked;
    throw new UsageError(`No source "${asked}" in ${file}.${suggestion(asked, known)}`, ["source"]);
  }
  const [only, ...others] = known;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    throw new UsageError(`${file} names no source; add one under sources.`, ["source"]);
  throw new UsageError(`Say which source: ${known.map((id) => `source=${id}`).join(" or ")}.`, [
    "source",
  ]);
}
