import { setTimeout as timer } from "node:timers/promises";

import type { App, BlockSuggestion } from "@slack/bolt";
import currencyCodes from "currency-codes";

import { scopeFields } from "#model/filter-context.ts";
import type { ScopeField } from "#model/filter-context.ts";
import { idsLike } from "#runs/known-ids.ts";
import { wordsOf } from "#slack/delivery-failure.ts";
import type { Desk } from "#slack/desk.ts";
import { maskedPayload } from "#slack/shared-payload.ts";
import type { Suggestion } from "#slack/views/suggestions.ts";
import { suggestions } from "#slack/views/suggestions.ts";
import { fieldOf, fieldPattern, readForm } from "#slack/views/runbook-form.ts";

/** Slack shows nothing after three seconds. */
const mostMilliseconds = 2000;

type CompletionDesk = Pick<Desk, "store" | "config" | "log" | "sharing">;

/** Completes ids, timezones and currencies as people type them into a runbook's form. */
export function complete(app: App, desk: CompletionDesk): void {
  app.options<"block_suggestion">({ block_id: fieldPattern }, async ({ options: asked, ack }) => {
    const field = fieldOf(asked.block_id);
    const typed = asked.value.trim();
    const source = sourceIn(asked, desk);
    const known = await knownFor({ field, typed, source }, desk);
    const options = suggestions(field, typed, known);
    await ack({ options: desk.sharing ? maskedPayload(options, desk.sharing.mask) : options });
  });
}

interface Asked {
  readonly field: string;
  readonly typed: string;
  /** Null where no source is chosen yet. */
  readonly source: string | null;
}

async function knownFor({ field, typed, source }: Asked, desk: CompletionDesk) {
  if (field === "timezone") return timezonesLike(typed, desk.config.timezone);
  if (field === "currency") return currenciesLike(typed, desk.config.currency);
  if (!isScope(field)) return [];
  const query = idsLike(desk.store.db, { source, field, typed });
  const late = timer(mostMilliseconds, [], { ref: false });
  const ids = await Promise.race([query, late]).catch((error: unknown) => {
    desk.log.warn({ said: wordsOf(error), field }, "ids could not be looked up");
    return [];
  });
  return ids.map((id): Suggestion => ({ value: id, text: id }));
}

function isScope(field: string): field is ScopeField {
  return (scopeFields as readonly string[]).includes(field);
}

/** The source chosen in the form so far, or the only one there is. */
function sourceIn({ view }: BlockSuggestion, { config }: CompletionDesk): string | null {
  const chosen = readForm(view?.state?.values ?? {})["source"];
  const [first] = config.sources.keys();
  return chosen ?? (config.sources.size === 1 ? first : null) ?? null;
}

function timezonesLike(typed: string, own: string): Suggestion[] {
  const wanted = typed.toLowerCase().replaceAll(" ", "_");
  const all = [own, "UTC", ...Intl.supportedValuesOf("timeZone")];
  return [...new Set(all)]
    .filter((zone) => zone.toLowerCase().includes(wanted))
    .map((zone) => ({ value: zone, text: zone }));
}

function currenciesLike(typed: string, own: string): Suggestion[] {
  const wanted = typed.toLowerCase();
  const codes = [...new Set([own, ...currencyCodes.codes()])];
  const named = codes.map((code) => ({ code, name: currencyCodes.code(code)?.currency ?? code }));
  const byCode = named.filter(({ code }) => code.toLowerCase().startsWith(wanted));
  const byName = named.filter(({ name }) => name.toLowerCase().includes(wanted));
  return [...new Set([...byCode, ...byName])].map(({ code, name }) => ({
    value: code,
    text: `${code}, ${name}`,
  }));
}
