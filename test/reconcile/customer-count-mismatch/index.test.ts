import { expect, test } from "vitest";

import { verdictOf } from "#model/explanation.ts";
import { verdictSentence } from "#model/verdict-sentence.ts";
import { october } from "../october.ts";
import { ann, bob, causesOf, conversion, explain, nobody } from "./explained.ts";

const customers = [ann, bob];

test("conversions that each reach a customer of their own are a match", async () => {
  const explanation = await explain({
    conversions: [conversion("cv_1"), conversion("cv_2", { customer_id: "cu_2" })],
    customers,
  });

  expect(verdictSentence(explanation)).toBe(
    "Customers match conversions: 2, no cause, no finding.",
  );
});

test("no conversion is no data, however many customers there are", async () => {
  expect(verdictOf(await explain({ conversions: [], customers }))).toBe("no_data");
});

test("each cause stands alone, and the sentence counts", async () => {
  const explanation = await explain({
    conversions: [
      conversion("cv_1"),
      conversion("cv_2"),
      conversion("cv_3", { customer_email: "eve@example.com", customer_external_id: "x9" }),
      conversion("cv_4", nobody),
      conversion("cv_5", nobody),
      conversion("cv_6", { ...nobody, customer_id: "cu_9" }),
    ],
    customers,
  });

  expect(explanation.causes).toEqual([
    { cause: "missing_identity", amount: "-2", rows: 2, examples: ["cv_4", "cv_5"] },
    { cause: "customer_not_exported", amount: "-1", rows: 1, examples: ["cv_6"] },
    { cause: "identity_merged", amount: "-1", rows: 1, examples: ["cv_3"] },
    { cause: "repeat_purchase", amount: "-1", rows: 1, examples: ["cv_2"] },
  ]);
  expect(verdictSentence(explanation)).toBe(
    "Customers are 5 fewer than conversions: −2 without any identity, −1 whose customer is not in the export (cv_6), −1 merged into another identity (cv_3), −1 bought again (cv_2), unexplained 0.",
  );
});

test("a conversion tries its customer id, then its external id, then its e-mail", async () => {
  const causes = await causesOf({
    conversions: [
      conversion("cv_1"),
      conversion("cv_2", { customer_id: "cu_9", customer_external_id: "x2" }),
      conversion("cv_3", { ...nobody, customer_id: "cu_9", customer_email: " BOB@example.com " }),
      conversion("cv_4", {
        ...nobody,
        customer_external_id: "x8",
        customer_email: "ann@example.com",
      }),
    ],
    customers,
  });

  expect(causes).toEqual({ cv_3: "repeat_purchase", cv_4: "repeat_purchase" });
});

test("the first conversion by time, then by id, is the one that adds the customer", async () => {
  const conversions = [
    conversion("cv_3"),
    conversion("cv_2"),
    conversion("cv_9", { occurred_at: "2026-10-10T11:59:59Z" }),
  ];

  expect(await causesOf({ conversions, customers })).toEqual({
    cv_2: "repeat_purchase",
    cv_3: "repeat_purchase",
  });
});

test("a conversion merged into a customer nobody else reached adds that customer", async () => {
  const merged = { customer_email: "eve@example.com", customer_external_id: "x9" };

  expect(await causesOf({ conversions: [conversion("cv_1", merged)], customers })).toEqual({});
});

test("one identity that differs is no merge, nor is one the customer does not have", async () => {
  const again = conversion("cv_1");
  const moved = conversion("cv_2", { customer_email: "ann@new.example.com" });
  const both = conversion("cv_3", {
    customer_email: "eve@example.com",
    customer_external_id: "x9",
  });

  expect(await causesOf({ conversions: [again, moved], customers })).toEqual({
    cv_2: "repeat_purchase",
  });
  const bare = { ...ann, external_id: null };
  expect(await causesOf({ conversions: [again, both], customers: [bare] })).toEqual({
    cv_3: "repeat_purchase",
  });
});

test("the window is the reporting timezone's, and a calendar date is never shifted", async () => {
  const at = (id: string, occurred_at: string) => conversion(id, { ...nobody, occurred_at });
  const conversions = [
    at("before", "2026-10-01T03:59:59Z"),
    at("first", "2026-10-01T04:00:00Z"),
    at("last", "2026-11-01T03:59:59Z"),
    at("after", "2026-11-01T04:00:00Z"),
    at("first day", "2026-10-01"),
    at("last day", "2026-10-31"),
    at("next day", "2026-11-01"),
  ];

  const inside = Object.keys(await causesOf({ conversions, customers }));

  expect(inside.sort()).toEqual(["first", "first day", "last", "last day"]);
});

test("the window ends with its last day where clocks go back on it", async () => {
  const context = { ...october, from: "2026-11-01", to: "2026-11-01" };
  const at = (id: string, occurred_at: string) => conversion(id, { ...nobody, occurred_at });
  const conversions = [at("in", "2026-11-02T04:59:59Z"), at("out", "2026-11-02T05:00:00Z")];

  expect(Object.keys(await causesOf({ conversions, customers }, context))).toEqual(["in"]);
});

test("all statuses count unless some are asked for, and a status nobody knows is refused", async () => {
  const conversions = [
    conversion("cv_1", { ...nobody, status: "pending" }),
    conversion("cv_2", { ...nobody, status: null, source_status: "odd" }),
    conversion("cv_3", nobody),
  ];
  const asked = (statuses: string[]) =>
    causesOf({ conversions, customers }, { ...october, statuses });

  expect(Object.keys(await causesOf({ conversions, customers }))).toHaveLength(3);
  expect(Object.keys(await asked(["pending"]))).toEqual(["cv_1"]);
  await expect(asked(["aproved"])).rejects.toThrow('has no status "aproved"; it has pending');
});

test("customers who share an e-mail or an external id are a warning that names them by id", async () => {
  const twin = { ...bob, customer_id: "cu_3", email: " ANN@example.com" };

  const explanation = await explain({
    conversions: [conversion("cv_1")],
    customers: [ann, bob, twin],
  });

  expect(explanation.findings).toMatchObject([{ id: "identity_split", severity: "warn", rows: 3 }]);
  expect(explanation.findings[0]?.message).toContain("(cu_1 and cu_3)");
  expect(verdictOf(explanation)).toBe("match");
});

test("of several customers with one e-mail the oldest is reached", async () => {
  const older = { ...ann, customer_id: "cu_7", created_at: "2026-07-01T00:00:00Z" };
  const byEmail = conversion("cv_1", { ...nobody, customer_email: "ann@example.com" });
  const byId = conversion("cv_2", { customer_id: "cu_7" });

  expect(await causesOf({ conversions: [byEmail, byId], customers: [ann, older] })).toEqual({
    cv_2: "repeat_purchase",
  });
});

test("conversions that cannot tell their customers at all stay unexplained, and say why", async () => {
  const available = { conversions: ["conversion_id", "occurred_at", "status"] };

  const explanation = await explain(
    { conversions: [conversion("cv_1", nobody)], customers },
    october,
    available,
  );

  expect(explanation).toMatchObject({ gap: "-1", causes: [], unexplained: "-1" });
  expect(explanation.findings).toMatchObject([
    { id: "not_available_identity", severity: "fail" },
    { id: "unexplained_records", severity: "fail" },
  ]);
});

test("a missing column is said to be missing", async () => {
  const available = {
    conversions: ["conversion_id", "customer_id", "customer_email"],
    customers: ["customer_id", "external_id"],
  };

  const explanation = await explain(
    { conversions: [conversion("cv_1")], customers },
    october,
    available,
  );

  expect(explanation.findings.map(({ id, severity }) => [id, severity])).toEqual([
    ["not_available_identity", "warn"],
    ["not_available_customer_identity", "warn"],
  ]);
});
