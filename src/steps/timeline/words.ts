import type { Timeline } from "#model/timeline.ts";
import type { StepInput } from "#step.ts";
import { nearDays } from "./beginnings.ts";
import type { Beginning } from "./beginnings.ts";

/** The timeline in one line. */
export function summaryOf(
  { gaps, changes, incidents }: Timeline,
  beginnings: readonly Beginning[],
): string {
  const near = beginnings.filter((beginning) => beginning.changes.length > 0).length;
  const parts = [
    changes === null ? "changes not available" : counted(changes.length, "change"),
    incidents === null ? "no endpoint watched" : counted(incidents.length, "incident"),
    counted(gaps.length, "gap"),
    ...(near === 0
      ? []
      : [
          `${counted(near, "cause")} ${near === 1 ? "begins" : "begin"} within ${nearDays} days after a change`,
        ]),
  ];
  const line = parts.join(", ");
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** What is not on the timeline, and why: not looked at is not the same as nothing there. */
export function asideOf(
  { gaps, changes, incidents }: Timeline,
  { source }: Pick<StepInput, "source">,
): string[] {
  const undated = gaps.filter(({ days }) => days.every(({ day }) => day === null));
  return [
    ...(changes === null
      ? [
          `No configuration change is on the timeline: ${source} exports none, or its export could not be read.`,
        ]
      : []),
    ...(incidents === null
      ? ["No endpoint is watched, so an outage would not be on the timeline."]
      : []),
    ...undated.map(({ title }) => `Not by day, for no record of these days explains it: ${title}.`),
  ];
}

function counted(count: number, noun: string): string {
  if (count === 0) return `no ${noun}`;
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}
