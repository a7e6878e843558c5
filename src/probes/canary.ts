import { DateTime } from "luxon";

import { canaryNotes } from "#model/canary/notes.ts";
import type { CanaryFlight, CanaryNotes } from "#model/canary/notes.ts";
import { cleanUp, readBack } from "#model/canary/reading.ts";
import { click, convert } from "#model/canary/sending.ts";
import { canarySettings } from "#model/canary/settings.ts";
import type { CanarySettings } from "#model/canary/settings.ts";
import { conditionOf, harmless, judgeRecords } from "#model/canary/verdicts.ts";
import type { Judged, Verdict } from "#model/canary/verdicts.ts";
import { displayDuration } from "#model/duration.ts";
import { hostOf } from "#model/shown-address.ts";
import { defineProbe } from "#probe.ts";
import type { Notebook, Observation, ProbeWorld } from "#probe.ts";

const [second, minute, hour] = [1000, 60_000, 3_600_000];
const month = 30 * 24 * hour;
/** After the conversion it is looked for at these times, until it is found. */
const schedule = [10 * second, 30 * second, minute, 2 * minute, 5 * minute, 15 * minute, hour];
/** Requests by the credential of a canary's whole life: the conversion, the reads, the clean-up and a look at it. */
const ofLife = schedule.length + 3;

export default defineProbe<CanarySettings>({
  title: "Makes a test conversion and finds it credited",
  settings: canarySettings,
  requests: ({ credential, every, clean_up: steps }, interval = minute) =>
    credential === null ? 0 : (interval / every) * (ofLife + steps.length),
  host: ({ click: link }) => hostOf(link.url),

  async look(given, world) {
    const { notebook } = world;
    if (!notebook) {
      return seen("unknown", "A canary needs the bot, which remembers it until it is taken back.");
    }
    return new Looking(given, world, notebook, canaryNotes(await notebook.read())).look();
  },
});

/** One look: it does what is due, keeps it before and after, and says how the last canary ended. */
class Looking {
  readonly #given: CanarySettings;
  readonly #world: ProbeWorld;
  readonly #notebook: Notebook;
  #notes: CanaryNotes;

  constructor(given: CanarySettings, world: ProbeWorld, notebook: Notebook, notes: CanaryNotes) {
    this.#given = given;
    this.#world = world;
    this.#notebook = notebook;
    this.#notes = notes;
  }

  async look(): Promise<Observation> {
    const { left, flight } = this.#notes;
    if (left) return this.#takeBack(left, left.known);
    if (flight) return this.#lookFor(flight);
    return this.#isDue() ? this.#send() : this.#last();
  }

  #now(): number {
    return DateTime.fromISO(this.#world.now()).toMillis();
  }

  #since(instant: string): number {
    return this.#now() - DateTime.fromISO(instant).toMillis();
  }

  async #keep(notes: Partial<CanaryNotes>): Promise<void> {
    this.#notes = { ...this.#notes, ...notes };
    await this.#notebook.write(this.#notes);
  }

  /** What nothing came of is tried again at once a few times, what went wrong after an hour. */
  #isDue(): boolean {
    const { last } = this.#notes;
    if (!last) return true;
    const { every } = this.#given;
    const again = last.tries < 4 ? 0 : 15 * minute;
    const wait = harmless.includes(last.verdict) ? again : Math.min(every, hour);
    return this.#since(last.at) >= (last.verdict === "credited" ? every : wait);
  }

  async #send(): Promise<Observation> {
    const { request, now } = this.#world;
    const made = this.#notes.made.filter((at) => this.#since(at) < month);
    if (made.length >= this.#given.most) {
      return this.#last(` No other is sent: ${made.length} a month is the most.`);
    }
    const clicked = await click(this.#given, request);
    if ("ours" in clicked) return seen("unknown", clicked.ours);
    if ("verdict" in clicked) return this.#conclude(clicked, null, 0);
    const at = now();
    const order = `CANARY-${at.replaceAll(/\D/g, "")}`;
    const flight = { order, click: clicked.click, convertedAt: at, reads: 0, known: null };
    // Kept before it is made: one that a killed process made is found and taken back.
    await this.#keep({ flight, made: [...made, at] });
    const refused = await convert(this.#given, valuesOf(flight), request);
    if (refused === null) return this.#last(` ${order} is on its way.`);
    if ("ours" in refused) {
      await this.#keep({ flight: null, made });
      return seen("unknown", refused.ours);
    }
    // A platform may keep what it did not answer well, and show it later.
    await this.#keep({ flight: { ...flight, known: refused } });
    return this.#underWay({ ...flight, known: refused });
  }

  async #lookFor(flight: CanaryFlight): Promise<Observation> {
    const { request } = this.#world;
    const { order, reads, convertedAt } = flight;
    const elapsed = this.#since(convertedAt);
    if (elapsed < (schedule[reads] ?? 0)) return this.#underWay(flight);
    const found = await readBack(this.#given, valuesOf(flight), request);
    const next = { ...flight, reads: reads + 1 };
    const isOver = next.reads >= schedule.length;
    if ("reason" in found) {
      // It was not asked, so nothing is known.
      if (found.isOurs)
        return seen("unknown", `${order} could not be looked for: ${found.reason}.`);
      const known = flight.known ?? { verdict: "unread" as const, reason: found.reason };
      if (isOver) return this.#takeBack(next, known);
      await this.#keep({ flight: next });
      return this.#underWay(next);
    }
    if (found.records.length > 0) {
      return this.#takeBack(next, this.#judged(found.records, next, elapsed));
    }
    const within = displayDuration(this.#given.within);
    const absent = {
      verdict: "not_recorded" as const,
      reason: `it was accepted and not recorded within ${within}`,
    };
    const isLate = elapsed >= this.#given.within && !isRefused(flight);
    const known = isLate ? absent : flight.known;
    if (isOver) return this.#takeBack({ ...next, known }, known ?? absent);
    await this.#keep({ flight: { ...next, known } });
    return this.#underWay({ ...next, known });
  }

  #judged(
    records: Parameters<typeof judgeRecords>[0],
    flight: CanaryFlight,
    elapsed: number,
  ): Judged {
    const { known } = flight;
    if (known && isRefused(flight)) return known;
    const judged = judgeRecords(records, this.#given);
    if (judged.verdict !== "credited" || known?.verdict !== "not_recorded") return judged;
    const [took, within] = [elapsed, this.#given.within].map(displayDuration);
    return {
      verdict: "recorded_late",
      reason: `it was recorded after ${took}, where ${within} was expected`,
    };
  }

  /** Whatever it came to, it must not be paid: until it is taken back no other is sent. */
  async #takeBack(flight: CanaryFlight, judged: Judged | null): Promise<Observation> {
    const verdict = judged ?? { verdict: "unread" as const, reason: "nothing is known of it" };
    const { left } = this.#notes;
    const [now, elapsed] = [this.#world.now(), this.#since(flight.convertedAt)];
    // What could not be taken back at once is left to people, and looked at now and then.
    if (left && this.#since(left.at) < hour && elapsed > 2 * hour) return this.#last();
    const failed = await cleanUp(this.#given, valuesOf(flight), this.#world.request);
    if (failed === null) {
      await this.#keep({ flight: null, left: null });
      return this.#conclude(verdict, flight.order, left ? 0 : elapsed);
    }
    const kept = { ...flight, known: verdict, at: now };
    await this.#keep({ flight: null, left: kept });
    // Our own quota is no news, unless it lasts.
    if (failed.isOurs && elapsed < hour) {
      return seen("unknown", `${flight.order} could not be taken back yet: ${failed.reason}.`);
    }
    const what = verdict.verdict === "credited" ? "" : ` Before that, ${verdict.reason}.`;
    return this.#conclude(
      {
        verdict: "clean_up_failed",
        reason: `it could not be taken back: ${failed.reason}; decline it by hand, no other is sent before.${what}`,
      },
      flight.order,
      elapsed,
    );
  }

  async #conclude(
    judged: Judged,
    order: string | null,
    milliseconds: number,
  ): Promise<Observation> {
    const tries = this.#notes.last?.verdict === judged.verdict ? this.#notes.last.tries + 1 : 1;
    await this.#keep({ last: { ...judged, order, milliseconds, tries, at: this.#world.now() } });
    return this.#last();
  }

  /** One that is looked for says what is known of it, or of the one before. */
  #underWay({ order, known }: CanaryFlight): Observation {
    if (!known) return this.#last(` ${order} is on its way.`);
    return told(known.verdict, `${order}: ${known.reason}.`);
  }

  #last(more = ""): Observation {
    const { last } = this.#notes;
    if (!last) return seen("unknown", more.trim() || "No canary has been sent yet.");
    const { verdict, reason, order, milliseconds } = last;
    const name = order ?? "The canary";
    const text =
      verdict === "credited"
        ? `${name} was credited within ${displayDuration(milliseconds)}: ${reason}.${more}`
        : `${name} came to ${verdict.replaceAll("_", " ")}: ${reason.replace(/\.$/, "")}.${more}`;
    return told(verdict, text, milliseconds);
  }
}

function isRefused({ known }: CanaryFlight): boolean {
  return known?.verdict === "pixel_not_reached";
}

function valuesOf({ order, click: id, convertedAt }: CanaryFlight) {
  return { order, click: id, run: convertedAt.replaceAll(/\D/g, "") };
}

function told(verdict: Verdict, text: string, milliseconds = 0): Observation {
  return { ...seen(conditionOf(verdict), text, milliseconds), facts: [["verdict", verdict]] };
}

function seen(condition: Observation["condition"], text: string, milliseconds = 0): Observation {
  return { condition, text, milliseconds };
}
