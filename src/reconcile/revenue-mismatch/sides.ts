/** A query over what `revenueMismatch.explain` left: the conversions that count. */
export const revenueSideRecords = {
  actual: `SELECT conversion_id AS id, partner_id, counted AS amount FROM revenue_conversion WHERE counts`,
} as const;
