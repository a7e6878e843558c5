import { defineCheck } from "#check.ts";

export default defineCheck({
  title: "Integrations receive every delivery",
  why: "A conversion that never reaches the integration is never credited to its partner.",
  cadence: "daily",
  needs: ["deliveries"],
  runbook: "payout-mismatch",

  judge({ deliveries = [] }) {
    const unjudged = {
      metric: null,
      expected: { from: 0, to: 0 },
      atRisk: "0",
      rows: [],
    };
    if (deliveries.length === 0) {
      return { ...unjudged, outcome: "no_data", text: "No delivery was exported." };
    }
    if (deliveries.every(({ status = null }) => status === null)) {
      const text = "The deliveries export has no column status, so failures are not available.";
      return { ...unjudged, outcome: "not_available", text };
    }
    const failed = deliveries.filter(({ status }) => status !== "delivered");
    return {
      outcome: failed.length === 0 ? "pass" : "fail",
      text: `${failed.length} of ${deliveries.length} deliveries were not delivered.`,
      metric: failed.length,
      expected: { from: 0, to: 0 },
      atRisk: "0",
      rows: failed,
    };
  },
});
