import type { Fault } from "./faults.ts";

/** A result that is no pass, of the days it judged. */
export interface Alarm {
  readonly check: string;
  readonly cadence: "daily" | "weekly" | "monthly";
  readonly outcome: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Which faults were found, and what was said without a reason. */
export interface Findings {
  readonly found: ReadonlySet<Fault>;
  readonly falseAlarms: readonly Alarm[];
  /** Alarms with a reason. */
  readonly rightAlarms: number;
  /** Those of them in which a check says of a fault what it had said before. */
  readonly repeats: number;
}

export interface Score {
  readonly faults: readonly Fault[];
  readonly weeks: number;
  readonly ours: Findings;
  readonly peer: Findings;
}

/** Some of a month is open on the first of the next in every program: a list of what is to be done, and no alarm. */
const lists = new Set(["open-month"]);

export function foundBy(alarms: readonly Alarm[], faults: readonly Fault[]): Findings {
  const found = new Set<Fault>();
  const falseAlarms: Alarm[] = [];
  const told = new Set<string>();
  let [rightAlarms, repeats] = [0, 0];
  for (const alarm of alarms) {
    if (lists.has(alarm.check)) continue;
    const reasons = faults.filter(
      ({ from, to, lingers }) => alarm.to >= from && alarm.from <= to + lingers,
    );
    for (const fault of reasons) if (fault.by.includes(alarm.check)) found.add(fault);
    const explained = reasons.filter(({ by, also }) => [...by, ...also].includes(alarm.check));
    const words = explained.map(({ kind }) => `${alarm.check} ${kind}`);
    if (words.length === 0) falseAlarms.push(alarm);
    else rightAlarms += 1;
    if (words.length > 0 && words.every((one) => told.has(one))) repeats += 1;
    for (const one of words) told.add(one);
  }
  return { found, falseAlarms, rightAlarms, repeats };
}

export function printTable(scores: readonly Score[], seconds: number): void {
  const kinds = [...new Set(scores.flatMap(({ faults }) => faults.map(({ kind }) => kind)))];
  console.log(`${"fault planted".padEnd(26)}  planted  found   z-score`);
  for (const kind of kinds) {
    const count = (of: "ours" | "peer") =>
      scores.reduce(
        (sum, score) => sum + [...score[of].found].filter((one) => one.kind === kind).length,
        0,
      );
    const planted = scores
      .flatMap(({ faults }) => faults)
      .filter((one) => one.kind === kind).length;
    console.log(
      `${kind.padEnd(26)}  ${cell(planted)}  ${cell(count("ours"))}  ${cell(count("peer"))}`,
    );
  }
  console.log(`\n${"false alarm of".padEnd(30)}  ours  z-score`);
  const falseOf = (of: "ours" | "peer") => scores.flatMap((score) => score[of].falseAlarms);
  const checks = [...new Set([...falseOf("ours"), ...falseOf("peer")].map(({ check }) => check))];
  for (const check of checks.toSorted()) {
    const of = (alarms: readonly Alarm[]) => alarms.filter((one) => one.check === check).length;
    console.log(`${check.padEnd(30)}  ${cell(of(falseOf("ours")))}  ${cell(of(falseOf("peer")))}`);
  }
  console.log("");
  for (const [name, of] of [
    ["checks", "ours"],
    ["z-score", "peer"],
  ] as const)
    console.log(summary(name, scores, of));
  console.log(`${scores.length} programs in ${seconds.toFixed(0)} s`);
}

function summary(name: string, scores: readonly Score[], of: "ours" | "peer"): string {
  const planted = scores.reduce((sum, { faults }) => sum + faults.length, 0);
  const found = scores.reduce((sum, score) => sum + score[of].found.size, 0);
  const right = scores.reduce((sum, score) => sum + score[of].rightAlarms, 0);
  const wrong = scores.reduce((sum, score) => sum + score[of].falseAlarms.length, 0);
  const repeats = scores.reduce((sum, score) => sum + score[of].repeats, 0);
  const weeks = scores.reduce((sum, score) => sum + score.weeks, 0);
  const share = (part: number, whole: number) => (whole === 0 ? "–" : (part / whole).toFixed(2));
  return `${name.padEnd(8)} recall ${share(found, planted)} (${found} of ${planted})  precision ${share(right, right + wrong)}, repeats apart ${share(right - repeats, right - repeats + wrong)} (${right} alarms with a reason, ${repeats} of them repeats, ${wrong} without)  false alarms ${(wrong / weeks).toFixed(2)} a week and program`;
}

function cell(number: number): string {
  return String(number).padStart(6);
}
