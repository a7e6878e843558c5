import { nearest, suggestion } from "#nearest.ts";
import { reconciliations } from "#reconcile/reconciliations.ts";
import type { RunbookStep } from "#runbook.ts";
import { tablesNamed } from "#runs/sql-tables.ts";

/** What is wrong with the order of steps, and where: a path below `steps`. */
export interface OrderProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Collect, then compare, then read what the comparison found; a branch leads forward only. */
export function orderProblems(steps: readonly RunbookStep[]): OrderProblem[] {
  return steps.flatMap((step, index) => {
    const before = steps.slice(0, index);
    const problems = [
      ...uncollected(step, before),
      ...uncompared(step, before),
      ...(step.kind === "branch" ? misled(step, before, steps.slice(index + 1)) : []),
    ];
    return problems.map(({ path, message }) => ({ path: [index, ...path], message }));
  });
}

function uncollected(step: RunbookStep, before: readonly RunbookStep[]): OrderProblem[] {
  const isCollected = (dataset: string): boolean =>
    before.some((one) => datasetOf(one) === dataset);
  if (step.kind === "check" && step["sql"] !== undefined && !before.some(datasetOf)) {
    const message =
      "it asks the run's exports before there are any: put a step of kind collect before it";
    return [{ path: [], message }];
  }
  if (step.kind === "check" && typeof step["sql"] === "string") return unread(step["sql"], before);
  if (step.kind !== "compare" && step.kind !== "rerun") return [];
  const needs = reconciliations[String(step["reconciliation"])]?.needs ?? [];
  return needs.flatMap((dataset) => {
    const message = isCollected(dataset)
      ? `it cannot do without ${dataset}, which are collected as optional: say optional: true here too`
      : `it compares before ${dataset} are collected: put a step of kind collect with dataset: ${dataset} before it`;
    const isSure =
      step.kind === "rerun" ||
      step["optional"] === true ||
      before.some((one) => datasetOf(one) === dataset && one["optional"] !== true);
    return isCollected(dataset) && isSure ? [] : [{ path: [], message }];
  });
}

/** Tables the SQL asks for that no step before collects. */
function unread(sql: string, before: readonly RunbookStep[]): OrderProblem[] {
  const collected = [...new Set(before.flatMap((step) => datasetOf(step) ?? []))];
  return tablesNamed(sql)
    .filter((table) => !collected.includes(table))
    .map((table) => {
      const near = nearest(table, collected);
      const meant = near ? ` Did you mean ${near}?` : "";
      const message = `no step before collects "${table}"; collected: ${collected.join(", ")}.${meant}`;
      return { path: ["sql"], message };
    });
}

/** Only what a comparison found can be checked, led by, or captured again. */
function uncompared(step: RunbookStep, before: readonly RunbookStep[]): OrderProblem[] {
  if (before.some(({ kind }) => kind === "compare")) return [];
  if (!readsComparison(step)) return readsVerdict(step) ? unjudged(before) : [];
  const verb = { check: "checks", rerun: "captures again" }[step.kind] ?? "branches";
  const message = `it ${verb} before anything is compared: put a step of kind compare before it`;
  return [{ path: [], message }];
}

function readsComparison({ kind, ...settings }: RunbookStep): boolean {
  if (kind === "check")
    return settings["absent"] !== undefined || settings["findings"] !== undefined;
  if (kind !== "branch") return kind === "rerun";
  const when = wordsOf(settings["when"]);
  return "cause" in when || "finding" in when;
}

function readsVerdict({ kind, when }: RunbookStep): boolean {
  return kind === "branch" && "verdict" in wordsOf(when);
}

/** A run that compares nothing comes to what its checks by SQL find. */
function unjudged(before: readonly RunbookStep[]): OrderProblem[] {
  if (before.some(({ kind, sql }) => kind === "check" && sql !== undefined)) return [];
  const message =
    "it branches by a verdict before there is one: put a step of kind compare, or of kind check with sql, before it";
  return [{ path: [], message }];
}

/** A branch that leads to no later step, or asks a step that does not stand before it. */
function misled(
  { when, ...step }: RunbookStep,
  before: readonly RunbookStep[],
  after: readonly RunbookStep[],
): OrderProblem[] {
  const problems: OrderProblem[] = [];
  for (const key of ["then", "else"]) {
    const id = step[key];
    if (id === undefined || after.some((later) => later.id === id)) continue;
    const isEarlier = [...before, step].some((other) => other.id === id);
    const message = isEarlier
      ? `"${id}" does not stand after it; a branch leads forward only`
      : `there is no step "${String(id)}" after it.${suggestion(String(id), ids(after))}`;
    problems.push({ path: [key], message });
  }
  for (const key of ["answer", "status"]) {
    const { step: id, is } = wordsOf(wordsOf(when)[key]);
    const asked = before.find((earlier) => earlier.id === id);
    if (key === "answer" && asked) problems.push(...unanswerable(asked, is));
    if (id === undefined || asked) continue;
    const message = `there is no step "${String(id)}" before it.${suggestion(String(id), ids(before))}`;
    problems.push({ path: ["when", key, "step"], message });
  }
  return problems;
}

/** The kinds of step whose outcome has an answer. */
const answering = ["ask", "sheets"];

/** An answer that the step asked never has would never hold. */
function unanswerable({ id, kind, choices }: RunbookStep, is: unknown): OrderProblem[] {
  if (typeof is !== "string") return [];
  if (!answering.includes(kind)) {
    const message = `"${id}" is of kind ${kind}, which has no answer: name a step of kind ask`;
    return [{ path: ["when", "answer", "step"], message }];
  }
  if (!Array.isArray(choices) || choices.includes(is)) return [];
  const message = `"${is}" is none of the choices of ${id}.${suggestion(is, choices.map(String))}`;
  return [{ path: ["when", "answer", "is"], message }];
}

/** The dataset a step collects, if it does. */
function datasetOf({ kind, what, dataset }: RunbookStep): string | undefined {
  if (kind !== "collect") return undefined;
  return what === "config_changes" ? what : (dataset as string | undefined);
}

function ids(steps: readonly RunbookStep[]): string[] {
  return steps.map(({ id }) => id);
}

function wordsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
