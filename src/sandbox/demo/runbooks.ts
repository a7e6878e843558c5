/** The runbooks the demo has something to find for, in the order to try them. */
export const demoRunbooks = [
  "payout-mismatch",
  "revenue-mismatch",
  "customer-count-mismatch",
  "sparse-analytics",
  "export-mismatch",
  "incident-triage",
] as const;

/** What to type to run one: nothing but the configuration and the month. */
export function commandFor(runbook: string, config: string, month: string): string {
  return `npx countercheck runbook run ${runbook} --config ${config} --window ${month}`;
}

/** What is typed to have the checks of a month judged, each with what to do next. */
export function checksFor(config: string, month: string): string {
  return `npx countercheck check run monthly --config ${config} --window ${month}`;
}
