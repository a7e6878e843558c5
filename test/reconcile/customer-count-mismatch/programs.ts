import fc from "fast-check";

import type { Row } from "../tables.ts";

const email = fc.constantFrom(
  null,
  "Ann@Example.com",
  "ann@example.com ",
  "bob@example.com",
  "cy@x.io",
);
const externalId = fc.constantFrom(null, "x1", "x2", "x3", "X3");
const time = fc.constantFrom(
  "2026-10-10T12:00:00Z",
  "2026-10-10T12:00:00Z",
  "2026-10-20T12:00:00Z",
  "2026-10-15",
  "2026-10-31",
  "2026-09-30",
  "2026-10-01T03:59:59Z",
  "2026-10-01T04:00:00Z",
  "2026-11-01T03:59:59Z",
  "2026-11-01T04:00:00Z",
);

/** A small world, so that people meet themselves and others often. */
export const programs = fc.record({
  customers: fc
    .array(
      fc.record({
        email,
        external_id: externalId,
        created_at: fc.constantFrom(null, "2026-08-01", "2026-07-01"),
      }),
      { maxLength: 6 },
    )
    .map((rows) => rows.map((row, index): Row => ({ customer_id: `cu_${index}`, ...row }))),
  conversions: fc
    .array(
      fc.record({
        occurred_at: time,
        status: fc.constantFrom("approved", "approved", "pending", "refunded", null),
        customer_id: fc.constantFrom(null, "cu_0", "cu_1", "cu_2", "cu_9"),
        customer_email: email,
        customer_external_id: externalId,
        partner_id: fc.constantFrom("prt_1", "prt_1", "prt_2", null),
      }),
      { maxLength: 14 },
    )
    .map((rows) =>
      rows.map((row, index): Row => ({
        conversion_id: `cv_${rows.length - index}`,
        amount: "1",
        currency: "USD",
        ...row,
      })),
    ),
});
