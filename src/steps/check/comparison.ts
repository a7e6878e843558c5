import type { CauseId } from "#model/causes.ts";
import { causes as vocabulary } from "#model/causes.ts";
import { contextCauses } from "#model/causes/context.ts";
import type { Explanation } from "#model/explanation.ts";
import { isFinding } from "#model/findings.ts";
import { isSearchedInVain } from "#model/hypotheses.ts";
import { Decimal, displaySigned } from "#model/money.ts";
import type { Finding } from "#model/outcome.ts";
import { byMoney } from "#model/verdict-sentence.ts";
import type { StepOutcome } from "#step.ts";
import { attention, confirmed } from "./outcome.ts";

/** The causes and findings that nobody can judge where a comparison says it lacked a column. */
const notAvailable: Readonly<Record<string, readonly string[]>> = {
  not_available_payout: [
    "paid_duplicate",
    "paid_refunded",
    "paid_fraud",
    "paid_canceled",
    "paid_unapproved",
    "paid_out_of_scope",
    "paid_other_period",
    "payout_out_of_scope",
    "wrong_payee",
  ],
  not_available_duplicates: ["paid_duplicate", "duplicates"],
  not_available_late_records: ["late_records"],
  not_available_payee: ["wrong_payee", "paid_out_of_scope", "payout_out_of_scope"],
  not_available_identity: [
    "missing_identity",
    "customer_not_exported",
    "identity_merged",
    "identity_split",
  ],
  not_available_customer_identity: ["customer_not_exported", "identity_merged", "identity_split"],
  not_available_events: [
    "pending_counted",
    "refunded_counted",
    "chargeback_counted",
    "rejected_counted",
    "fraud_counted",
    "out_of_scope",
    "currency_not_converted",
  ],
  not_available_event_currency: ["currency_not_converted"],
};

/** Looks for causes and findings that a comparison must not have. */
export function checkComparison(
  { absent, findings: unwanted }: { absent: readonly CauseId[]; findings: readonly string[] },
  explanation: Explanation | null,
): StepOutcome {
  if (!explanation) return attention("Nothing was compared, so nothing can be confirmed");
  const { currency } = explanation.expected;
  const causes = byMoney(explanation.causes).filter(({ cause }) => absent.includes(cause));
  const findings = explanation.findings.filter((finding) =>
    unwanted.some((word) => isFinding(word, finding)),
  );
  const amounts = causes.map(
    ({ cause, amount }) => `${vocabulary[cause].title} ${displaySigned(amount, currency)}`,
  );
  const problems = [...amounts, ...findings.map(found)];
  const { expected, actual } = explanation;
  if (problems.length === 0 && expected.rows === 0 && actual.rows === 0) {
    return attention("No records to confirm");
  }
  const unjudged = explanation.findings.filter(({ id }) =>
    notAvailable[id]?.some((concerned) => [...absent, ...unwanted].includes(concerned)),
  );
  const unknown = unjudged.map(({ message }) => `Not available: ${message}`);
  const { unexplained } = explanation;
  if (isSearchedInVain(explanation) && absent.some((cause) => cause in contextCauses)) {
    unknown.push("Open: the gap is unexplained");
  } else if (!new Decimal(unexplained).isZero()) {
    unknown.push(`Open: ${displaySigned(unexplained, currency)} of the gap is unexplained`);
  }
  if (problems.length > 0 || unknown.length > 0) {
    return attention([problems.join(", "), ...unknown].filter((part) => part !== "").join("; "));
  }
  return confirmed;
}

function found({ id, field, rows }: Finding): string {
  if (field !== undefined) return `the card's ${field} differs`;
  if (rows === 0) return id.replaceAll("_", " ");
  return `${id.replaceAll("_", " ")} in ${rows.toLocaleString("en-US")} ${rows === 1 ? "record" : "records"}`;
}
